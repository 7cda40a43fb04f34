"""From the office's clock to instants, also on the two days a year on which the clock jumps.

Time is cut into cells of half an hour. The clock jumps by whole hours at whole hours, so within a cell it never does:
what is a row of open cells is open without a gap, however the clock names its times.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.booking.errors import DoubledHour, SkippedHour
from bot.clock import OFFICE_ZONE
from bot.directory.hours import Span, Spans

CELL = timedelta(minutes=30)


def instant(day: date, at: time) -> datetime:
    """When the office's clock shows this. Raises `SkippedHour` when it never does, `DoubledHour` when it does twice."""
    first = datetime.combine(day, at, OFFICE_ZONE)
    earlier, later = first.astimezone(UTC), first.replace(fold=1).astimezone(UTC)
    if earlier < later:
        raise DoubledHour(f"{day} {at}")
    if earlier > later:
        raise SkippedHour(f"{day} {at}")
    return earlier


def midnight(day: date) -> datetime:
    """The instant at which a day begins at the office."""
    return datetime.combine(day, time(), OFFICE_ZONE).astimezone(UTC)


@lru_cache(maxsize=4096)
def open_cells(day: date, spans: Spans) -> frozenset[datetime]:
    """The cells of a day (by their beginnings) that lie wholly within the spans; there are 46, 48 or 50 in a day."""
    return frozenset(cell for cell, begins, ends in _cells(day) if any(_within(begins, ends, span) for span in spans))


@lru_cache(maxsize=256)
def _cells(day: date) -> tuple[tuple[datetime, time, time | None], ...]:
    """Each cell and what the clock shows when it begins and, without a jump, when it ends (None: midnight)."""
    cell, end, cells = midnight(day), midnight(day + timedelta(days=1)), []
    while cell < end:
        shown = cell.astimezone(OFFICE_ZONE).replace(tzinfo=None)
        until = shown + CELL
        cells.append((cell, shown.time(), until.time() if until.date() == day else None))
        cell += CELL
    return tuple(cells)


def _within(begins: time, ends: time | None, span: Span) -> bool:
    return span.opens <= begins and ends is not None and ends <= span.closes
