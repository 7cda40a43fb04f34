from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import make_clock, office_day, system_clock
from bot.errors import SettingsError


def test_without_a_setting_it_is_now() -> None:
    assert make_clock("") is system_clock
    assert abs(system_clock() - datetime.now(UTC)) < timedelta(seconds=5)
    assert system_clock().tzinfo is UTC


def test_a_fixed_clock_stands_still() -> None:
    clock = make_clock("2027-01-01T00:00+01:00")

    assert clock() == clock() == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_a_time_without_zone_is_office_time() -> None:
    assert make_clock("2026-07-01T12:00")() == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert make_clock("2026-12-01")() == datetime(2026, 11, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("setting", "shift"),
    [
        ("+36h", timedelta(hours=36)),
        ("-2d", timedelta(days=-2)),
        ("+90s", timedelta(seconds=90)),
        ("+5m", timedelta(minutes=5)),
    ],
)
def test_a_shifted_clock_goes_on(setting: str, shift: timedelta) -> None:
    clock = make_clock(setting)

    assert abs(clock() - (datetime.now(UTC) + shift)) < timedelta(seconds=5)


@pytest.mark.parametrize("setting", ["tomorrow", "+36", "36h", "+1y", "2026-13-01", "+1.5h", " "])
def test_anything_else_is_refused_in_plain_words(setting: str) -> None:
    with pytest.raises(SettingsError, match="PREPAZKA_CLOCK"):
        make_clock(setting)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_a_day_is_a_day_at_the_office(instant: datetime, day: date) -> None:
    assert office_day(instant) == day


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_day_at_the_office_is_never_behind_the_one_in_greenwich(instant: datetime) -> None:
    assert timedelta(0) <= office_day(instant) - instant.date() <= timedelta(days=1)
