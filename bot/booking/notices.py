"""What people are told about a booking and when; the rows wait in the outbox until somebody sends them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.booking.local_time import instant
from bot.booking.model import Booking
from bot.clock import OFFICE_ZONE

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
REMINDERS = {"day_before": timedelta(days=1), "two_hours_before": timedelta(hours=2)}


@dataclass(frozen=True)
class Notice:
    kind: str
    due_at: datetime


def confirmation(now: datetime) -> Notice:
    return Notice("confirmation", now)


def moved(booking: Booking, now: datetime) -> Notice:
    """Each move is told once, however many there are."""
    return Notice(f"moved-{booking.sequence}", now)


def cancelled(now: datetime) -> Notice:
    return Notice("cancelled", now)


def interpreter_absent(booking: Booking, now: datetime) -> Notice:
    """Told again when another interpreter, found by a move, becomes absent too."""
    return Notice(f"interpreter_absent-{booking.sequence}", now)


def reminders(booking: Booking, now: datetime) -> list[Notice]:
    """The reminders that still lie ahead and before the appointment."""
    due = {kind: awake(booking.slot.starts - ahead) for kind, ahead in REMINDERS.items()}
    return [Notice(kind, at) for kind, at in due.items() if now < at < booking.slot.starts]


def awake(at: datetime) -> datetime:
    """This instant, or the end of the quiet hours it falls into. (No clock jumps at seven in the morning.)"""
    local = at.astimezone(OFFICE_ZONE)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return instant(day, QUIET_UNTIL)
