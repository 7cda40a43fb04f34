from datetime import date, time

import pytest

from bot.booking.errors import DoubledHour, SkippedHour
from bot.booking.local_time import instant, open_cells
from bot.directory.hours import parse_spans
from tests.booking.conftest import at

SPRING, AUTUMN, ORDINARY = date(2027, 3, 28), date(2026, 10, 25), date(2026, 11, 24)


def cells(day: date, hours: str) -> list[str]:
    return [f"{cell:%H:%M}" for cell in sorted(open_cells(day, parse_spans(hours)))]


def test_the_offices_clock_is_an_hour_ahead_in_winter_and_two_in_summer() -> None:
    assert instant(ORDINARY, time(9)).hour == 8
    assert instant(date(2026, 7, 1), time(9)).hour == 7


def test_an_hour_that_the_clock_skips_is_refused() -> None:
    with pytest.raises(SkippedHour):
        instant(SPRING, time(2, 30))
    assert instant(SPRING, time(3)) == at("2027-03-28T03:00+02:00")


def test_an_hour_that_the_clock_shows_twice_is_refused() -> None:
    with pytest.raises(DoubledHour):
        instant(AUTUMN, time(2, 30))
    assert instant(AUTUMN, time(3)) == at("2026-10-25T03:00+01:00")


def test_only_whole_cells_within_the_hours_are_open() -> None:
    assert cells(ORDINARY, "8:15-10:00, 13:00-13:45") == ["07:30", "08:00", "08:30", "12:00"]


def test_the_night_in_spring_has_an_hour_less_and_the_one_in_autumn_one_more() -> None:
    assert cells(SPRING, "1:00-4:00") == ["00:00", "00:30", "01:00", "01:30"]
    assert cells(AUTUMN, "1:00-4:00") == ["23:00", "23:30", "00:00", "00:30", "01:00", "01:30", "02:00", "02:30"]


def test_a_day_in_which_the_clock_jumps_keeps_its_office_hours() -> None:
    assert cells(SPRING, "8:00-9:00") == ["06:00", "06:30"]
    assert cells(AUTUMN, "8:00-9:00") == ["07:00", "07:30"]
