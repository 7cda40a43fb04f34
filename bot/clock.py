"""What time it is. Everything asks here, so that a test can stand on 31 December.

Instants are UTC; a *day* (of a fact, an opening hour, a deadline) is a day in the office's time zone.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import SettingsError

OFFICE_ZONE = ZoneInfo("Europe/Prague")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def make_clock(setting: str) -> Clock:
    """A clock for `PREPAZKA_CLOCK`: empty is real time, `2027-01-01T00:00+01:00` stands still, `+36h` is shifted.

    Raises `SettingsError` for anything else. A time without zone is office time.
    """
    if not setting:
        return system_clock
    if shift := re.fullmatch(r"([+-]\d+)([smhd])", setting):
        delta = timedelta(**{_UNITS[shift[2]]: int(shift[1])})
        return lambda: system_clock() + delta
    try:
        fixed = datetime.fromisoformat(setting)
    except ValueError as error:
        raise SettingsError(f"PREPAZKA_CLOCK={setting!r}: write 2027-01-01T00:00+01:00 or +36h") from error
    fixed = fixed.replace(tzinfo=OFFICE_ZONE) if fixed.tzinfo is None else fixed
    return lambda: fixed.astimezone(UTC)


def office_day(now: datetime) -> date:
    """The calendar day at the office at this instant."""
    return now.astimezone(OFFICE_ZONE).date()
