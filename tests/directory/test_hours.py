"""Open or closed: weekdays, holidays, the minute of closing, and the two days on which the clock jumps."""

from datetime import UTC, date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.directory.directory import Directory
from bot.directory.hours import Opening, Span, Spans, opening, parse_spans
from bot.knowledge.content import Content

PRAGUE = ZoneInfo("Europe/Prague")


def at(text: str) -> datetime:
    """An instant by the clock of the office, as the rest of the program hands it on."""
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE).astimezone(UTC)


def brno(directory: Directory, content: Content, text: str) -> Opening | None:
    return directory.opening(directory.offices["brno"], content.knowledge.facts, at(text))


@pytest.mark.parametrize(
    ("now", "is_open", "changes"),
    [
        ("2026-11-23 07:59", False, "2026-11-23 08:00"),  # Monday
        ("2026-11-23 08:00", True, "2026-11-23 17:00"),
        ("2026-11-23 16:59", True, "2026-11-23 17:00"),
        ("2026-11-23 17:00", False, "2026-11-24 08:00"),
        ("2026-11-24 14:59", True, "2026-11-24 15:00"),
        ("2026-11-24 15:00", False, "2026-11-25 08:00"),
        ("2026-11-26 16:00", False, "2026-11-30 08:00"),  # Thursday evening: Friday is closed
        ("2026-11-27 10:00", False, "2026-11-30 08:00"),  # Friday
        ("2026-11-28 10:00", False, "2026-11-30 08:00"),
    ],
)
def test_an_ordinary_week(directory: Directory, content: Content, now: str, is_open: bool, changes: str) -> None:
    assert brno(directory, content, now) == Opening(is_open, datetime.fromisoformat(changes).replace(tzinfo=PRAGUE))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-17 10:00", "2026-11-18 08:00"),  # a Tuesday, Day of Freedom and Democracy
        ("2026-10-28 09:00", "2026-10-29 08:00"),
        ("2027-03-26 10:00", "2027-03-30 08:00"),  # Good Friday; Easter Monday is closed too
        ("2027-03-29 10:00", "2027-03-30 08:00"),
        ("2026-12-24 09:00", "2026-12-28 08:00"),
        ("2026-12-31 16:00", "2027-01-04 08:00"),  # New Year's Day is a Friday
        ("2025-12-31 18:00", "2026-01-05 08:00"),  # into another year, whose holidays are known too
    ],
)
def test_public_holidays_are_closed(directory: Directory, content: Content, now: str, opens: str) -> None:
    assert brno(directory, content, now) == Opening(False, datetime.fromisoformat(opens).replace(tzinfo=PRAGUE))


def every_day(opens: time, closes: time, day: date) -> Spans:
    return (Span(opens, closes),)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), False),  # 1:30; at 2:00 it becomes 3:00
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), True),  # 3:00
        (datetime(2027, 3, 28, 6, 59, tzinfo=UTC), True),  # 8:59 in summer time
        (datetime(2027, 3, 28, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True),  # 2:30 for the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), True),  # 2:30 for the second time
        (datetime(2026, 10, 25, 7, 59, tzinfo=UTC), True),  # 8:59 in winter time
        (datetime(2026, 10, 25, 8, 0, tzinfo=UTC), False),
    ],
)
def test_the_days_on_which_the_clock_jumps(now: datetime, is_open: bool) -> None:
    state = opening(now, partial(every_day, time(2, 15), time(9, 0)))
    assert state is not None and state.is_open is is_open
    assert state.changes is not None and state.changes > now


def test_the_offices_clock_counts_not_the_servers(directory: Directory, content: Content) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight on Tuesday in Prague
    state = directory.opening(directory.offices["brno"], content.knowledge.facts, late)
    assert state == Opening(False, datetime(2026, 11, 24, 8, 0, tzinfo=PRAGUE))


def test_before_the_hours_began_they_arent_known(directory: Directory, content: Content) -> None:
    assert brno(directory, content, "2025-09-30 10:00") is None


def test_without_the_fact_the_hours_arent_known(directory: Directory) -> None:
    assert directory.opening(directory.offices["brno"], {}, at("2026-11-23 10:00")) is None


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("closed", ()),
        ("8:00–17:00", (Span(time(8), time(17)),)),
        ("8:00-12:00, 13:00 – 17:30", (Span(time(8), time(12)), Span(time(13), time(17, 30)))),
    ],
)
def test_hours_as_an_editor_writes_them(text: str, spans: Spans) -> None:
    assert parse_spans(text) == spans


@pytest.mark.parametrize("text", ["", "8–17", "17:00–8:00", "8:00–25:00", "8:00–12:00, 11:00–13:00", "open"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_spans(text)
