"""The two nights when the clock jumps: an hour that isn't, and an hour that is twice."""

from datetime import UTC, date, datetime, time

from bot.language.dates.model import ZONE, Problem


def hour_problem(day: date, clock: time | None) -> Problem | None:
    """Whether office clocks show this time never or twice on this day."""
    if clock is None:
        return None
    first = datetime.combine(day, clock, ZONE)
    if first.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != first.replace(tzinfo=None):
        return Problem.HOUR_SKIPPED
    return Problem.HOUR_TWICE if first.utcoffset() != first.replace(fold=1).utcoffset() else None
