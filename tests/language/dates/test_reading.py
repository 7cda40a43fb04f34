"""People say when in six languages; what was meant is found, and nothing else is taken for a date."""

import time as stopwatch
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.language.dates.grammar import LANGUAGES
from bot.language.dates.model import Problem, Understood
from bot.language.dates.reading import read

PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=PRAGUE)
TABLES = Path(__file__).parent / "expressions"
ENOUGH = 40


def table(name: str) -> list[list[str]]:
    lines = (TABLES / f"{name}.txt").read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()]


SAID = [(language, *row) for language in LANGUAGES for row in table(language)]
UNSAID = table("none")


def said(text: str, language: str = "en", now: datetime = MONDAY) -> Understood:
    understood = read(text, language, now)
    assert understood is not None, text
    return understood


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_hold_enough_to_prove_something(language: str) -> None:
    assert len({row[1] for row in SAID if row[0] == language}) >= ENOUGH
    assert len([row for row in UNSAID if row[0] == language]) >= 8


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_what_people_say_when_they_book_is_understood(language: str, text: str, expected: str) -> None:
    understood = said(text, language)

    when, _, part = expected.partition(" ")
    assert (understood.when, understood.part) == (when, part or None)


@pytest.mark.parametrize(("language", "text"), UNSAID)
def test_a_sentence_without_a_day_names_none(language: str, text: str) -> None:
    understood = read(text, language, MONDAY)

    assert understood is None or understood.when is None


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_the_clock_makes_no_difference_without_today(language: str, text: str, expected: str) -> None:
    at_midnight = said(text, language, MONDAY.replace(hour=0))

    assert at_midnight.when == expected.split(" ")[0]


@pytest.mark.parametrize(
    ("given", "text", "when"),
    [
        ("uk", "zítra v 10", "2026-11-24T10:00"),
        ("ru", "післязавтра о 14:30", "2026-11-25T14:30"),
        ("cs", "zavtra o 10", "2026-11-24T10:00"),
        ("ar", "tomorrow at 10", "2026-11-24T10:00"),
        ("vi", "příští úterý v 9", "2026-12-01T09:00"),
        ("ar", "3.12. ve 14h", "2026-12-03T14:00"),
        ("mn", "tomorrow at 10", "2026-11-24T10:00"),
    ],
)
def test_a_day_said_in_another_language_is_understood(given: str, text: str, when: str) -> None:
    assert said(text, given).when == when


def test_a_weekday_is_today_only_with_a_later_time_and_is_asked_back() -> None:
    assert said("Monday at 7").when == "2026-11-30T07:00"
    assert said("Monday").when == "2026-11-30"
    assert said("Monday at 10").when == "2026-11-23T10:00"
    assert said("Monday at 10").unsure


def test_a_time_without_a_day_is_kept_for_the_dialogue_but_is_no_when() -> None:
    understood = said("at half past two")

    assert understood.day is None and understood.when is None and understood.moment is None
    assert understood.clock is not None and understood.clock.isoformat("minutes") == "14:30"


@pytest.mark.parametrize(
    ("language", "text"),
    [("cs", "31. února"), ("en", "31 February"), ("uk", "31 лютого"), ("ru", "31.02."), ("vi", "ngày 31 tháng 2"),
     ("ar", "31 شباط"), ("en", "29 February"), ("cs", "32. prosince"), ("cs", "5.13.2026")],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_told(language: str, text: str) -> None:
    understood = said(text, language)

    assert (understood.problem, understood.when) == (Problem.NO_SUCH_DAY, None)


@pytest.mark.parametrize("text", ["yesterday", "5.12.2025", "today at 7", "23.11. 7:30"])
def test_what_is_past_is_told(text: str) -> None:
    understood = said(text)

    assert (understood.problem, understood.when) == (Problem.PAST, None)


def test_a_leap_day_is_found_in_a_leap_year() -> None:
    assert said("29 February", now=datetime(2027, 6, 1, tzinfo=PRAGUE)).when == "2028-02-29"


def test_a_time_that_does_not_exist_is_told() -> None:
    assert said("tomorrow 25:00").problem is Problem.NO_SUCH_TIME


def test_an_hour_that_the_clock_skips_or_repeats_is_told() -> None:
    assert said("28.3.2027 02:30").problem is Problem.HOUR_SKIPPED
    assert said("25.10.2026 02:30", now=datetime(2026, 10, 1, tzinfo=PRAGUE)).problem is Problem.HOUR_TWICE


def test_an_hour_after_the_clock_jumped_is_the_office_s_hour() -> None:
    moment = said("28.3.2027 10:00").moment

    assert moment is not None and moment.astimezone(UTC) == datetime(2027, 3, 28, 8, tzinfo=UTC)


def test_tomorrow_is_counted_from_the_office_s_day() -> None:
    late_in_london = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert said("tomorrow", now=late_in_london).when == "2026-11-25"


def test_a_day_without_a_year_rolls_over_new_year() -> None:
    eve = datetime(2026, 12, 31, 9, 0, tzinfo=PRAGUE)

    assert said("zítra v 10", "cs", eve).when == "2027-01-01T10:00"
    assert said("3. ledna", "cs", eve).when == "2027-01-03"
    assert said("30. prosince", "cs", eve).when == "2027-12-30"
    assert said("next Tuesday", "en", eve).when == "2027-01-05"
    assert said("on the 5th", "en", eve).when == "2027-01-05"


@pytest.mark.parametrize("text", ["Tuesday or Wednesday", "Tuesday 25 November", "tomorrow from 10 to 12"])
def test_what_can_be_meant_in_two_ways_is_asked_back(text: str) -> None:
    assert said(text).unsure


@pytest.mark.parametrize("text", ["tomorrow at 10", "no, Wednesday", "not Tuesday, Thursday at 10", "3.12. at 14:00"])
def test_what_is_clear_is_not_asked_back(text: str) -> None:
    assert not said(text).unsure


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "🙂", "9" * 5000, "tomorrow " * 2000, "1.1.1.1.1.1", "0.0.", "٠/٠", "in 999 months", "² ½ ③"],
)
def test_whatever_is_sent_is_read_without_falling_over(text: str) -> None:
    for language in LANGUAGES:
        read(text, language, MONDAY)


def test_a_message_takes_less_than_a_millisecond() -> None:
    texts = [(language, text) for language, text, _ in SAID] + [(row[0], row[1]) for row in UNSAID]
    for language, text in texts:
        read(text, language, MONDAY)
    began = stopwatch.process_time()
    for language, text in texts:
        read(text, language, MONDAY)

    assert (stopwatch.process_time() - began) / len(texts) < 0.001
