"""What one stretch of a message can mean."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language.dates.model import Part, Problem

_MOST = {"d": 366, "w": 53, "m": 12}


@dataclass(frozen=True, slots=True)
class Day:
    """A day that stands by itself, or why there is none; `shifted` in weeks leaves the weekday open."""

    on: date | None
    problem: Problem | None = None
    part: str | None = None
    shifted: bool = False

    @classmethod
    def of(cls, day: str | int, month: str | int, year: str | int | None, today: date) -> "Day":
        """Without a year the next such day, today included."""
        years = [int(year)] if year else [today.year, today.year + 1]
        found = [made for made in (_made(int(y), int(month), int(day)) for y in years) if made]
        if not found:
            return cls(None, Problem.NO_SUCH_DAY)
        ahead = [made for made in found if made >= today]
        return cls(ahead[0]) if ahead else cls(found[0], Problem.PAST if year else Problem.NO_SUCH_DAY)

    @classmethod
    def of_month(cls, day: int, today: date) -> "Day":
        """The next such day of any month, today included."""
        months = (_months_later(today.replace(day=1), months) for months in range(3))
        found = (_made(month.year, month.month, day) for month in months)
        return next((cls(made) for made in found if made and made >= today), cls(None, Problem.NO_SUCH_DAY))

    @classmethod
    def after(cls, number: int, unit: str, today: date) -> "Day | None":
        """`unit` is a count and one of d, w, m: 1w, 2d. More than a year ahead is nobody's appointment."""
        count, kind = number * int(unit[0]), unit[1]
        if count > _MOST[kind]:
            return None
        if kind == "m":
            return cls(_months_later(today, count))
        return cls(
            today + timedelta(days=count) if kind == "d" else today + timedelta(weeks=count), shifted=kind == "w"
        )


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Weekday:
    """`which`: None or near is the next such day, coming the same but unsure, a number counts weeks from this one."""

    number: int
    which: int | str | None = None

    def resolve(self, today: date, week: int | None) -> Day:
        """Midnight of today counts as passed here: the reader asks for today itself when a time is named."""
        which = self.which if week is None else week
        if isinstance(which, int):
            day = today - timedelta(days=today.weekday()) + timedelta(weeks=which, days=self.number - 1)
            return Day(day, Problem.PAST if day < today else None)
        return Day(today + timedelta(days=(self.number - 1 - today.weekday()) % 7 or 7))


@dataclass(frozen=True, slots=True)
class Week:
    """This week is 0, the next is 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Minutes since midnight as said; `exact` when afternoon can't be meant, `part` when said with it."""

    minutes: int
    exact: bool = False
    part: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class DayPart:
    name: str


Meaning = Day | Weekday | Week | Moment | DayPart


@dataclass(frozen=True, slots=True)
class Span:
    """`weak` meanings need company: an abbreviation of a weekday beside a time."""

    start: int
    end: int
    meaning: Meaning
    weak: bool = False

    def meaning_instead(self, meaning: Meaning) -> "Span":
        return replace(self, meaning=meaning)


PARTS = {
    "morning": Part.MORNING,
    "noon": Part.AFTERNOON,
    "afternoon": Part.AFTERNOON,
    "evening": Part.EVENING,
    "night": Part.EVENING,
}
