import shutil
from pathlib import Path

import pytest

from bot.engine import models, places, progress, training
from bot.engine.models import TrainedModel
from bot.engine.training import TrainingFailed, fingerprint, is_current
from bot.errors import ContentError
from bot.settings import Settings
from bot.training_bar import STAGES
from tests.assistants import ChangeSettings
from tests.engine.small_content import small_knowledge, small_nlu_data

TOPIC = Path("topics", "retraining")


@pytest.fixture
def settings(knowledge_copy: Path, nlu_data_copy: Path, tmp_path: Path, change_settings: ChangeSettings) -> Settings:
    return change_settings(
        PREPAZKA_KNOWLEDGE_DIR=knowledge_copy, PREPAZKA_NLU_DATA_DIR=nlu_data_copy, PREPAZKA_DATA_DIR=tmp_path / "data"
    )


def test_the_same_content_elsewhere_has_the_same_fingerprint(settings: Settings, tmp_path: Path) -> None:
    moved = shutil.copytree(settings.knowledge_dir, tmp_path / "elsewhere" / "content")

    assert fingerprint(settings.model_copy(update={"knowledge_dir": moved})) == fingerprint(settings)


def change_a_text(settings: Settings) -> None:
    path = settings.knowledge_dir / TOPIC / "vi.md"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def change_a_fact(settings: Settings) -> None:
    path = settings.knowledge_dir / "facts.yml"
    path.write_text(path.read_text("utf-8") + "\n# checked\n", "utf-8")


def rename_a_topic(settings: Settings) -> None:
    (settings.knowledge_dir / TOPIC).rename(settings.knowledge_dir / TOPIC.with_name("retraining-courses"))


def remove_a_topic(settings: Settings) -> None:
    shutil.rmtree(settings.knowledge_dir / TOPIC)


def add_dialogue_data(settings: Settings) -> None:
    (settings.nlu_data_dir / "cs" / "more.yml").write_text('version: "3.1"\n', "utf-8")


def swap_two_languages(settings: Settings) -> None:
    folder = settings.knowledge_dir / TOPIC
    (folder / "ru.md").rename(folder / "aside")
    (folder / "uk.md").rename(folder / "ru.md")
    (folder / "aside").rename(folder / "uk.md")


@pytest.mark.parametrize(
    "change", [change_a_text, change_a_fact, rename_a_topic, remove_a_topic, add_dialogue_data, swap_two_languages]
)
def test_the_fingerprint_changes_with_the_content(settings: Settings, change: object) -> None:
    before = fingerprint(settings)

    change(settings)  # type: ignore[operator]

    assert fingerprint(settings) != before


def test_the_fingerprint_does_not_care_for_what_an_editor_leaves_behind(settings: Settings) -> None:
    before = fingerprint(settings)

    (settings.knowledge_dir / TOPIC / ".vi.md.swp").write_bytes(b"\0")

    assert fingerprint(settings) == before


def test_the_program_itself_is_part_of_the_fingerprint(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(settings)

    monkeypatch.setattr(training, "_CODE", ("bot/engine",))

    assert fingerprint(settings) != before


def trained(settings: Settings) -> TrainedModel:
    folder = places.models_dir()
    folder.mkdir(parents=True)
    (folder / "a.tar.gz").write_bytes(b"a model")
    model = TrainedModel("a.tar.gz", models.digest_of(folder / "a.tar.gz"), fingerprint(settings), "2026-11-23")
    models.record(folder, model)
    return model


def test_a_model_is_current_until_the_content_changes(settings: Settings) -> None:
    assert not is_current(settings)
    trained(settings)
    assert is_current(settings)

    change_a_text(settings)

    assert not is_current(settings)


def test_a_model_whose_file_is_gone_is_not_current(settings: Settings) -> None:
    model = trained(settings)

    (places.models_dir() / model.file).unlink()

    assert not is_current(settings)


def test_training_on_content_that_cannot_be_read_names_the_file_and_keeps_the_old_model(settings: Settings) -> None:
    model = trained(settings)
    (settings.knowledge_dir / TOPIC / "topic.yml").write_text("owner: [\n", "utf-8")

    with pytest.raises(ContentError, match=r"topics/retraining/topic\.yml"):
        training.train()

    assert models.current(places.models_dir()) == model


def test_what_breaks_inside_rasa_is_told_by_its_cause(settings: Settings) -> None:
    (settings.nlu_data_dir / "rules.yml").unlink()

    with pytest.raises(TrainingFailed, match=r"FileNotFound.*rules\.yml"):
        training.train()


def test_training_leaves_its_listener_and_the_terminal_in_peace(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.nlu_data_dir / "rules.yml").unlink()

    with pytest.raises(TrainingFailed):
        training.train()

    assert capsys.readouterr().out == ""


def test_a_training_stores_a_model_that_is_current_and_tells_how_far_it_is(
    data_dir: Path, tmp_path: Path, change_settings: ChangeSettings
) -> None:
    settings = change_settings(
        PREPAZKA_DATA_DIR=data_dir,
        PREPAZKA_KNOWLEDGE_DIR=small_knowledge(tmp_path / "knowledge"),
        PREPAZKA_NLU_DATA_DIR=small_nlu_data(tmp_path / "nlu_data"),
    )
    with (settings.knowledge_dir / TOPIC / "en.md").open("a", encoding="utf-8") as text:
        text.write("- a question that nobody has asked before\n")  # so that there is something to encode
    heard: list[tuple[str, int, int]] = []
    assert not is_current(settings)

    with progress.listening(lambda *step: heard.append(step)):
        model = training.train()

    assert is_current(settings)
    assert models.verified_path(places.models_dir(), model).is_file()
    assert list(dict.fromkeys(stage for stage, _, _ in heard)) == ["language", "repair", "encode", "learn"]
    for stage in STAGES:
        steps = [(done, total) for name, done, total in heard if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1], stage
