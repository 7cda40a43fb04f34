"""Reading the life situations; what can't be read is named with file and line."""

import pytest

from bot.errors import ContentError
from bot.situations.model import DeadlineRule, RuleKind, Unit
from bot.situations.reading import load_situations
from tests.knowledge.folder import LANGUAGES, KnowledgeFolder


def test_structure_and_words_are_read(folder: KnowledgeFolder) -> None:
    situations = load_situations(folder.root, LANGUAGES)

    assert situations.situations["lost-job"].steps["citizen"] == ("register", "ask")
    assert situations.steps["register"].deadline == DeadlineRule(RuleKind.WITHIN, "working-days", Unit.WORKING_DAYS)
    assert (situations.steps["ask"].residence, situations.steps["renew"].residence) == (True, False)
    assert situations.texts["vi"].steps["renew"] == "Renew it, vi."


def test_a_folder_without_situations_has_none(folder: KnowledgeFolder) -> None:
    (folder.root / "situations.yml").unlink()

    assert load_situations(folder.root, LANGUAGES).situations == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("situations.yml", "holidays: CZ", "holidays: XX", "XX"),
        ("situations.yml", "unit: working-days", "unit: fortnights", "fortnights"),
        ("situations.yml", "{within: working-days, unit: working-days}", "{unit: days}", "{unit: days}"),
        ("situations.yml", "window: working-days, unit: days", "window: working-days, unit: working-days", "window"),
        ("situations.yml", "residence: yes", "residence: perhaps", "perhaps"),
        ("situations.yml", "residence: yes", "resident: yes", "resident"),
        ("situations.yml", "  lost-job:", "  Lost_Job:", "Lost_Job"),
        ("situations/ar.yml", "statuses:", "states:", "states"),
        ("situations/ar.yml", "  citizen:", "  citizen", "refugee: R"),
    ],
)
def test_what_cannot_be_read_is_named(folder: KnowledgeFolder, file: str, old: str, new: str, place: str) -> None:
    folder.edit(file, old, new)
    line = folder.line(file, place)

    with pytest.raises(ContentError, match=f"^{file}:{line}: "):
        load_situations(folder.root, LANGUAGES)


def test_a_missing_language_is_named(folder: KnowledgeFolder) -> None:
    (folder.root / "situations/uk.yml").unlink()

    with pytest.raises(ContentError, match=r"^situations/uk\.yml:1: "):
        load_situations(folder.root, LANGUAGES)
