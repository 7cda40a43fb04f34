"""What the encoder is taught from; teaching itself needs PyTorch, which isn't installed here."""

from pathlib import Path

import numpy as np
import pytest

from bot.engine.corpus import labelled_phrases
from bot.engine.encoder.weights import open_weights
from bot.engine.lessons import typed_hastily, write_lessons
from tests.assistants import ChangeSettings
from tests.engine.small_content import small_knowledge, small_nlu_data


@pytest.fixture
def lessons(data_dir: Path, tmp_path: Path, change_settings: ChangeSettings) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    change_settings(
        PREPAZKA_DATA_DIR=data_dir,
        PREPAZKA_KNOWLEDGE_DIR=small_knowledge(tmp_path / "knowledge"),
        PREPAZKA_NLU_DATA_DIR=small_nlu_data(tmp_path / "nlu_data"),
    )
    written = write_lessons(tmp_path / "lessons.npz")
    with np.load(tmp_path / "lessons.npz") as file:
        read = {name: file[name] for name in file.files}
    taught = [phrase for phrase in labelled_phrases() if not phrase.held_out]
    assert len(taught) < written < 1.4 * len(taught), "some are there a second time, typed hastily"
    assert len(read["labels"]) == written
    return read


def test_the_file_holds_questions_labels_and_the_packaged_network(lessons: dict[str, np.ndarray]) -> None:  # type: ignore[type-arg]
    weights = open_weights()
    begins = lessons["offsets"]

    assert begins[0] == 0 and begins[-1] == len(lessons["tokens"]) and np.all(np.diff(begins) > 2)
    assert lessons["labels"].max() == len(lessons["names"]) - 1
    assert {"topic:retraining", "greet", "out_of_scope", "facet:amount"} <= set(lessons["names"].tolist())
    assert set(np.unique(lessons["tokens"])) == set(lessons["words"])
    assert lessons["vectors"].shape == (len(lessons["words"]), weights.sizes.hidden)
    for layer in range(weights.sizes.layers):
        name = f"l{layer}.fo.w"
        np.testing.assert_array_equal(lessons[name], weights.matrix(name, weights.sizes.intermediate))


@pytest.mark.parametrize(
    ("text", "language", "typed"),
    [
        ("Kdy přijdou peníze?", "cs", "Kdy prijdou penize?"),
        ("Tôi mất việc", "vi", "Toi mat viec"),
        ("How much?", "en", "How much?"),
    ],
)
def test_hasty_typing_drops_the_accents(text: str, language: str, typed: str) -> None:
    assert typed_hastily(text, language, 0) == typed


def test_hasty_typing_in_cyrillic_takes_latin_letters_by_several_habits() -> None:
    typed = {typed_hastily("Чи можу жити?", "uk", scheme) for scheme in range(6)}

    assert len(typed) > 1
    assert all(word.isascii() for word in typed)
