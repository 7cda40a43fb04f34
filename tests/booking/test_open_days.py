"""The repository's own offices and the Czech public holidays, as booking sees them."""

from datetime import date

import pytest

from bot.booking.availability import Availability, window_of
from bot.booking.model import Mode, Slot, Wish
from bot.booking.open_days import DirectoryOpenDays
from bot.booking.policy import BookingPolicy
from bot.clock import OFFICE_ZONE
from bot.directory.directory import Directory
from bot.knowledge.content import Content
from bot.settings import ROOT
from tests.booking.conftest import PHONE, at, interpreter

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(ROOT / "knowledge")


@pytest.fixture(scope="module")
def open_days(directory: Directory, content: Content) -> DirectoryOpenDays:
    return DirectoryOpenDays(directory, content.knowledge.facts)


def days(open_days: DirectoryOpenDays, wish: Wish, since: str, number: int) -> set[str]:
    """The days on which somebody who works every day can be booked."""
    someone = interpreter(weekly=dict.fromkeys(range(7), interpreter().weekly[0]))
    free = Availability(BookingPolicy(), open_days, [], at(since)).slots(wish, [someone], window_of(at(since), number))
    return {f"{slot.day:%m-%d}" for slot in free}


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-25", "2027-01-01", "2027-03-26", "2027-03-29", "2027-07-06"])
def test_czech_public_holidays_are_known_easter_too(open_days: DirectoryOpenDays, day: str) -> None:
    assert open_days.is_holiday(date.fromisoformat(day))
    assert open_days.office_hours("praha", date.fromisoformat(day)) == ()


def test_nobody_is_booked_at_christmas(open_days: DirectoryOpenDays) -> None:
    assert days(open_days, PHONE, "2026-12-22 00:00", 7) == {"12-22", "12-23", "12-27", "12-28"}


def test_in_person_follows_the_hours_of_the_office(open_days: DirectoryOpenDays) -> None:
    hours = {day: open_days.office_hours("praha", day) for day in (MONDAY, TUESDAY, FRIDAY)}
    assert hours[MONDAY] and hours[TUESDAY] and not hours[FRIDAY]

    wish = Wish("uk", Mode.IN_PERSON, 60, "praha")
    someone = interpreter()
    now = at("2026-11-22 12:00")
    free = Availability(BookingPolicy(), open_days, [], now).slots(wish, [someone], window_of(now, 7))
    assert free
    assert all(within(slot, open_days) for slot in free)


def within(slot: Slot, open_days: DirectoryOpenDays) -> bool:
    starts, ends = (one.astimezone(OFFICE_ZONE).time() for one in (slot.starts, slot.ends))
    return any(span.opens <= starts and ends <= span.closes for span in open_days.office_hours("praha", slot.day))


def test_nobody_is_sent_where_there_is_no_counter(open_days: DirectoryOpenDays) -> None:
    assert open_days.office_hours("generalni-reditelstvi", MONDAY) == ()
    assert open_days.office_hours("atlantis", MONDAY) == ()
