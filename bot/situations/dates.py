"""Turns deadline rules into days of the calendar.

The day of the event itself doesn't count (Act 500/2004 § 40, Act 89/2012 § 605). A period in months or years ends on
the day with the event's number, or on the last day of a shorter month. Only working days skip weekends and public
holidays (Act 435/2004 § 26 counts those). A period in calendar days that ends on a free day is told as it is, together
with the last working day before it: the law may give until the next one, but not everywhere, and early costs nothing.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from holidays import country_holidays

from bot.situations.model import Unit

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class When:
    """The days of one deadline: possible from `opens`, at the latest on `due`.

    `come_by` is the last working day before a `due` on which offices are closed. `past` is whether it is over.
    """

    opens: date | None
    due: date | None
    come_by: date | None
    past: bool


class WorkingDays:
    """The working days of one country (ISO 3166 code)."""

    def __init__(self, country: str) -> None:
        self._holidays = country_holidays(country)

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._holidays

    def after(self, day: date, count: int) -> date:
        """The `count`th working day after this day; the day itself when `count` is 0."""
        for _ in range(count):
            day += DAY
            while not self.is_working(day):
                day += DAY
        return day

    def last_before(self, day: date) -> date:
        """The nearest working day before this day."""
        day -= DAY
        while not self.is_working(day):
            day -= DAY
        return day


def moved(day: date, count: int, unit: Unit, working_days: WorkingDays) -> date:
    """The day that lies `count` units after `day`, before it when `count` is negative (not for working days)."""
    match unit:
        case Unit.WORKING_DAYS:
            return working_days.after(day, count)
        case Unit.DAYS:
            return day + timedelta(days=count)
        case Unit.MONTHS:
            return _by_months(day, count)
        case Unit.YEARS:
            return _by_months(day, 12 * count)
        case Unit.DAY_OF_NEXT_MONTH:
            first = _by_months(day.replace(day=1), 1)
            return first.replace(day=min(count, monthrange(first.year, first.month)[1]))


def _by_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
