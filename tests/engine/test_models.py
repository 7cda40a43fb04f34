import json
import os
from pathlib import Path

import pytest

from bot.engine import models
from bot.engine.models import TrainedModel
from bot.errors import NotTrained


def store(folder: Path, name: str, content: bytes = b"a model", *, age: float = 0) -> TrainedModel:
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (1_800_000_000 - age, 1_800_000_000 - age))
    return TrainedModel(name, models.digest_of(path), "fingerprint", "2026-11-23T09:00:00+00:00")


def test_before_the_first_training_there_is_none(tmp_path: Path) -> None:
    assert models.current(tmp_path) is None
    assert models.current(tmp_path / "nowhere") is None


def test_the_recorded_model_is_the_one_in_use(tmp_path: Path) -> None:
    model = store(tmp_path, "a.tar.gz")

    models.record(tmp_path, model)

    assert models.current(tmp_path) == model
    assert models.verified_path(tmp_path, model) == tmp_path / "a.tar.gz"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar.gz", "current.json"]


def test_a_model_that_was_tampered_with_is_refused_in_plain_words(tmp_path: Path) -> None:
    model = store(tmp_path, "a.tar.gz")
    (tmp_path / "a.tar.gz").write_bytes(b"A model")

    with pytest.raises(NotTrained, match=r"a\.tar\.gz isn't the file that was trained here.*prepazka train"):
        models.verified_path(tmp_path, model)


def test_a_model_that_is_gone_is_missed_in_plain_words(tmp_path: Path) -> None:
    model = store(tmp_path, "a.tar.gz")
    (tmp_path / "a.tar.gz").unlink()

    with pytest.raises(NotTrained, match=r"a\.tar\.gz is missing.*prepazka train"):
        models.verified_path(tmp_path, model)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"file": "a.tar.gz"}', json.dumps({"file": 1, "more": 2}), "\udcff"]
)
def test_a_damaged_record_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / models.CURRENT).write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(NotTrained, match=r"current\.json is damaged.*prepazka train"):
        models.current(tmp_path)


def test_old_models_are_forgotten_but_never_the_one_in_use(tmp_path: Path) -> None:
    in_use = store(tmp_path, "oldest.tar.gz", age=99)
    for age in range(5):
        store(tmp_path, f"{age}.tar.gz", age=age)

    models.record(tmp_path, in_use)

    assert sorted(path.name for path in tmp_path.glob("*.tar.gz")) == ["0.tar.gz", "1.tar.gz", "oldest.tar.gz"]
    assert len(list(tmp_path.glob("*.tar.gz"))) == models.KEPT
