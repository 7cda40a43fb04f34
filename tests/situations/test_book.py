"""Plans from the real content and from a small one that lacks something."""

from datetime import UTC, date, datetime

import pytest

from bot.errors import InvalidInput
from bot.knowledge.answers import AnswerBook
from bot.knowledge.content import Content
from bot.knowledge.loader import load_knowledge
from bot.knowledge.phrases import Phrases
from bot.situations.book import SituationBook, UnknownSituation, UnlikelyDay
from tests.assistants import LANGUAGES
from tests.knowledge.folder import KnowledgeFolder

IDS = {
    *(
        "lost-job",
        "unpaid",
        "just-arrived",
        "temporary-protection",
        "card-expires",
        "better-job",
        "children",
        "illness",
    ),
    *("leaving-prison", "losing-home", "start-business", "finished-school", "over-fifty", "qualification", "danger"),
}


MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATE_ON_SUNDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""Half past midnight on Monday in Prague."""


def book_of(folder: KnowledgeFolder, now: datetime) -> SituationBook:
    def clock() -> datetime:
        return now

    knowledge, phrases = load_knowledge(folder.root), Phrases.load(folder.root, clock)
    return SituationBook.load(folder.root, knowledge, phrases, AnswerBook(knowledge, phrases, clock), clock)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plan_is_whole_in_every_language(content: Content, language: str) -> None:
    titles = content.situations.titles(language)
    assert {title.id for title in titles} == IDS and all(title.title for title in titles)

    plans = 0
    for title in titles:
        for status in content.situations.choice(title.id, language).statuses:
            plan = content.situations.plan(title.id, status.id, language)
            assert status.title and plan.situation.intro and len(plan.steps) >= 3
            assert all(step.text and "{" not in step.text and step.topic for step in plan.steps)
            plans += 1
    assert plans > 100


def test_the_day_is_counted_from_what_the_person_gave(content: Content) -> None:
    plan = content.situations.plan("lost-job", "citizen-or-eu", "en", date(2026, 11, 20))

    register = plan.steps[0].when
    assert register is not None and register.due == date(2026, 11, 25)
    assert (plan.since, plan.assumed) == (date(2026, 11, 20), False)
    assert "within 3 working days" in plan.steps[0].text


def test_without_a_day_a_plan_is_counted_from_today_at_the_office(folder: KnowledgeFolder) -> None:
    book = book_of(folder, LATE_ON_SUNDAY)

    plan = book.plan("lost-job", "citizen", "uk")

    assert (plan.since, plan.assumed) == (date(2026, 11, 23), True)
    assert plan.steps[0].when is not None and plan.steps[0].when.due == date(2026, 11, 26)


def test_where_today_makes_no_sense_there_are_no_dates_until_a_day_is_given(content: Content) -> None:
    waiting = content.situations.plan("card-expires", "employee-card", "cs")
    given = content.situations.plan("card-expires", "employee-card", "cs", date(2027, 1, 31))

    assert waiting.since is None and waiting.question
    assert all(step.when is None for step in waiting.steps)
    assert given.steps[0].when is not None
    assert (given.steps[0].when.opens, given.steps[0].when.due) == (date(2026, 10, 3), date(2027, 1, 31))


def test_a_fixed_date_stands_in_the_plan_without_any_day(content: Content) -> None:
    plan = content.situations.plan("temporary-protection", "temporary-protection", "uk")

    assert plan.question is None
    assert plan.steps[0].when is not None and plan.steps[0].when.due == date(2027, 3, 31)


def test_a_changed_fact_changes_the_text_and_the_date(folder: KnowledgeFolder) -> None:
    folder.edit("facts.yml", "value: 3\n", "value: 5\n")
    plan = book_of(folder, MORNING).plan("lost-job", "citizen", "en")

    assert plan.steps[0].text == "Register in 5 days, en."
    assert plan.steps[0].when is not None and plan.steps[0].when.due == date(2026, 11, 30)


def test_residence_steps_are_marked(content: Content) -> None:
    plan = content.situations.plan("lost-job", "employee-card", "ru")

    assert [step.residence for step in plan.steps[:2]] == [True, False]


def test_a_word_that_a_language_lacks_is_said_in_english(folder: KnowledgeFolder) -> None:
    folder.edit("situations/ar.yml", "  renew: Renew it, ar.\n", "")
    plan = book_of(folder, MORNING).plan("card", "refugee", "ar")

    assert plan.steps[0].text == "Renew it, en."


@pytest.mark.parametrize(("situation", "status"), [("lost", "student"), ("temporary-protection", "student"), ("", "")])
def test_what_does_not_exist_is_refused(content: Content, situation: str, status: str) -> None:
    with pytest.raises(UnknownSituation):
        content.situations.plan(situation, status, "en")


@pytest.mark.parametrize("day", [date.min, date(2005, 12, 31), date(2050, 1, 1), date.max])
def test_a_day_that_cannot_be_meant_is_refused(content: Content, day: date) -> None:
    with pytest.raises(UnlikelyDay) as refused:
        content.situations.plan("lost-job", "student", "en", day)
    assert isinstance(refused.value, InvalidInput)
