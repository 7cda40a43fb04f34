"""Phrases: the right language, plural form, values and facts."""

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.errors import ContentError
from bot.knowledge.phrases import Phrases

from .folder import KnowledgeFolder

DAYS = {
    "cs": ("one: '{count} den'\n  few: '{count} dny'\n  other: '{count} dní'", {1: "1 den", 3: "3 dny", 5: "5 dní"}),
    "uk": (
        "one: '{count} день'\n  few: '{count} дні'\n  many: '{count} днів'",
        {1: "1 день", 2: "2 дні", 5: "5 днів", 11: "11 днів", 21: "21 день", 24: "24 дні"},
    ),
    "vi": ("other: '{count} ngày'", {1: "1 ngày", 1500: "1.500 ngày"}),
    "ar": (
        "zero: لا أيام\n  one: يوم واحد\n  two: يومان\n  few: '{count} أيام'\n  many: '{count} يومًا'\n"
        "  other: '{count} يوم'",
        {0: "لا أيام", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 11: "11 يومًا", 100: "100 يوم"},
    ),
}


@pytest.mark.parametrize("language", DAYS)
def test_a_count_chooses_the_plural_of_the_language(folder: KnowledgeFolder, language: str) -> None:
    forms, expected = DAYS[language]
    folder.put(f"phrases/{language}.yml", f"wait:\n  days:\n    {forms.replace(chr(10), chr(10) + '  ')}\n")
    phrases = Phrases.load(folder.root)
    assert {count: phrases.say(language, "wait.days", count=count) for count in expected} == expected


def test_values_are_filled_in_once_and_taken_literally(folder: KnowledgeFolder) -> None:
    said = Phrases.load(folder.root).say("cs", "greeting", name="{fact:call-centre-phone} {name}")
    assert said == "Hello {fact:call-centre-phone} {name}!"


def test_facts_in_phrases_are_those_of_the_day(folder: KnowledgeFolder) -> None:
    folder.put("phrases/cs.yml", 'a: {b: "Mzda {fact:minimum-wage-month}"}\nfact: {unconfirmed: "{value} (?)"}\n')
    before = Phrases.load(folder.root, lambda: datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    after = Phrases.load(folder.root, lambda: datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    assert before.say("cs", "a.b") == "Mzda 22\u00a0400\u00a0Kč"
    assert after.say("cs", "a.b") == "Mzda 24\u00a0900\u00a0Kč (?)"


def test_a_missing_phrase_is_said_in_english_and_logged(folder: KnowledgeFolder) -> None:
    folder.edit("phrases/uk.yml", 'greeting: "Hello {name}!"\n', "")
    with capture_logs() as logs:
        assert Phrases.load(folder.root).say("uk", "greeting", name="Olha") == "Hello Olha!"
    assert [(log["event"], log["key"], log["language"]) for log in logs] == [("phrase_missing", "greeting", "uk")]


def test_a_missing_file_of_another_language_is_english_too(folder: KnowledgeFolder) -> None:
    (folder.root / "phrases/vi.yml").unlink()
    assert Phrases.load(folder.root).say("vi", "facet.where") == "Where"


def test_a_phrase_that_no_language_has_is_an_error(folder: KnowledgeFolder) -> None:
    with pytest.raises(ContentError, match=r"no\.such"):
        Phrases.load(folder.root).say("cs", "no.such")


def test_a_forgotten_value_is_logged(folder: KnowledgeFolder) -> None:
    with capture_logs() as logs:
        assert Phrases.load(folder.root).say("cs", "greeting") == "Hello {name}!"
    assert logs[0]["event"] == "phrase_value_missing"


def test_words_that_yaml_takes_for_truth_values_stay_words(folder: KnowledgeFolder) -> None:
    folder.put("phrases/en.yml", "button:\n  yes: Yes\n  no: No\n")
    phrases = Phrases.load(folder.root)
    assert [phrases.say("en", key) for key in ("button.yes", "button.no")] == ["Yes", "No"]
