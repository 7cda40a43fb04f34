"""What booking refuses. Each has a phrase `error.<code>` in every language."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from bot.booking.model import Slot
from bot.errors import InvalidInput, PrepazkaError


class Reason(StrEnum):
    """Why a time can't be booked; the phrase `booking.reason.<reason>`, in the order in which they are looked for."""

    LENGTH = "length"
    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    HOLIDAY = "holiday"
    OFFICE_CLOSED = "office_closed"
    NOBODY_WORKS = "nobody_works"
    TAKEN = "taken"


class SlotRefused(PrepazkaError):
    """The time can't be booked, for a reason that the person is told, and these are the next that can."""

    code: ClassVar[str] = "slot_refused"
    status: ClassVar[int] = 409

    def __init__(self, reason: Reason, alternatives: Sequence[Slot] = ()) -> None:
        super().__init__(f"{reason}; free: {', '.join(map(str, alternatives)) or 'none'}")
        self.reason = reason
        self.alternatives = tuple(alternatives)


class SlotTaken(SlotRefused):
    """Somebody was quicker."""

    code = "slot_taken"

    def __init__(self, alternatives: Sequence[Slot] = ()) -> None:
        super().__init__(Reason.TAKEN, alternatives)


class HoldExpired(PrepazkaError):
    """The time was kept for a while and then given back."""

    code = "hold_expired"
    status = 409


class BookingNotFound(PrepazkaError):
    """Also said when the booking belongs to another conversation, so that references can't be probed."""

    code = "booking_not_found"
    status = 404


class BookingClosed(PrepazkaError):
    """It is over, cancelled or done: nothing about it changes any more."""

    code = "booking_closed"
    status = 409


class KeyUsedOtherwise(InvalidInput):
    """An idempotency key came again with another request."""

    code = "key_used_otherwise"


class InterpreterNotFound(PrepazkaError):
    code = "interpreter_not_found"
    status = 404


class InterpreterExists(PrepazkaError):
    code = "interpreter_exists"
    status = 409


class NoSuchTime(InvalidInput):
    """The office's clock doesn't show this time exactly once on that day."""

    code = "no_such_time"


class SkippedHour(NoSuchTime):
    """In spring the clock jumps over it."""


class DoubledHour(NoSuchTime):
    """In autumn the clock shows it twice: which of the two has to be asked."""
