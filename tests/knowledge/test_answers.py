"""Answers as readers get them: facts that change at midnight, warnings, sections, links."""

from datetime import date, datetime

import pytest
from structlog.testing import capture_logs

from bot.clock import make_clock
from bot.errors import UnknownChoice
from bot.knowledge.answers import AnswerBook
from bot.knowledge.loader import load_knowledge
from bot.knowledge.phrases import Phrases

from .folder import LANGUAGES, KnowledgeFolder

BEFORE = {
    "cs": "22 400 Kč",
    "en": "CZK 22,400",
    "uk": "22 400 Kč",
    "ru": "22 400 Kč",
    "vi": "22.400 Kč",
    "ar": "22,400 كرونة",
}


def book(folder: KnowledgeFolder, now: str = "2026-11-23T12:00") -> AnswerBook:
    clock = make_clock(now)
    return AnswerBook(load_knowledge(folder.root), Phrases.load(folder.root, clock), clock)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_minimum_wage_changes_at_midnight_in_prague(folder: KnowledgeFolder, language: str) -> None:
    phone = "\u2066800 779 900\u2069" if language == "ar" else "800 779 900"
    old = BEFORE[language].replace(" ", "\u00a0")
    new = old.replace("22", "24").replace("400", "900")
    before = book(folder, "2026-12-31T23:59+01:00").answer("wage", None, language)
    after = book(folder, "2027-01-01T00:00+01:00").answer("wage", None, language)
    assert before.text == f"The wage is {old}. Ask {phone}."
    assert after.text == f"The wage is {new} (unconfirmed, {language}). Ask {phone}."
    assert (before.valid_since, after.valid_since) == (date(2026, 1, 1), date(2027, 1, 1))
    assert after.language == language


def test_the_day_is_that_of_the_office_not_utc(folder: KnowledgeFolder) -> None:
    late = datetime.fromisoformat("2026-12-31T23:30+00:00").isoformat()
    assert "24,900" in book(folder, late).answer("wage", None, "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ended_value_says_where_to_ask(folder: KnowledgeFolder, language: str) -> None:
    assert "(ask" not in book(folder, "2026-12-31T23:59").answer("wage", "amount", language).text
    with capture_logs() as logs:
        answer = book(folder, "2027-01-01T00:00").answer("wage", "amount", language)
    assert answer.text.startswith(f"Insurance: (ask {language} at ") and "800 779 900" in answer.text
    assert logs[0]["event"] == "fact_without_value" and logs[0]["fact"] == "insurance-self-payment"


def test_an_answer_carries_its_sections_sources_and_state(folder: KnowledgeFolder) -> None:
    answer = book(folder).answer("wage", "steps", "uk")
    assert answer.text == "1. Write to them about form U1.\n2. Wait."
    assert (answer.title, answer.facet, answer.draft, answer.review_overdue) == ("Wage [uk]", "steps", True, False)
    assert [(facet.facet, facet.title) for facet in answer.facets] == [("amount", "Amount"), ("steps", "Steps")]
    assert [(source.title, source.checked) for source in answer.sources] == [("Employment Act", date(2026, 11, 22))]
    assert answer.facts == ()


def test_a_reviewed_text_is_no_draft(folder: KnowledgeFolder) -> None:
    folder.edit("topics/wage/uk.md", "review: draft", "review: Jana Nováková, 2026-12-01")
    assert not book(folder).answer("wage", None, "uk").draft
    assert book(folder).answer("wage", None, "ru").draft


def test_an_overdue_review_is_said_before_the_answer(folder: KnowledgeFolder) -> None:
    in_time = book(folder, "2027-03-31T23:59").answer("wage", "steps", "vi")
    late = book(folder, "2027-04-01T00:00").answer("wage", "steps", "vi")
    assert not in_time.review_overdue and in_time.text.startswith("1. ")
    assert late.review_overdue and late.text == f"Overdue, vi. Call 800 779 900.\n\n{in_time.text}"


def test_related_topics_that_do_not_exist_are_left_out(folder: KnowledgeFolder) -> None:
    folder.add_topic("work")
    folder.edit("topics/wage/topic.yml", "related: []", "related: [gone, work]")
    related = book(folder).answer("wage", None, "ar").related
    assert [(topic.topic_id, topic.title, topic.button) for topic in related] == [("work", "Wage [ar]", "Wage")]


def test_a_missing_language_is_answered_in_english_and_says_so(folder: KnowledgeFolder) -> None:
    (folder.root / "topics/wage/ar.md").unlink()
    answer = book(folder).answer("wage", None, "ar")
    assert (answer.language, answer.title) == ("en", "Wage [en]") and "\u2066" not in answer.text


def test_titles_and_buttons(folder: KnowledgeFolder) -> None:
    assert (book(folder).title("wage", "cs"), book(folder).button("wage", "cs")) == ("Wage [cs]", "Wage")


@pytest.mark.parametrize(("topic", "facet"), [("nothing", None), ("wage", "documents")])
def test_an_unknown_topic_or_section_is_an_unknown_choice(
    folder: KnowledgeFolder, topic: str, facet: str | None
) -> None:
    with pytest.raises(UnknownChoice):
        book(folder).answer(topic, facet, "en")
