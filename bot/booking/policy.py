"""The rules of booking that an office may set."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class BookingPolicy:
    """`notice` is the least time before a slot, `horizon` the longest; for `hold` an unconfirmed slot is kept."""

    slot_minutes: tuple[int, ...] = (30, 60)
    notice: timedelta = timedelta(hours=2)
    horizon: timedelta = timedelta(days=60)
    hold: timedelta = timedelta(minutes=10)
    listed_days: int = 14
    alternatives: int = 3
