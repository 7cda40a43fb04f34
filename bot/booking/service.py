"""Find a free time, keep it, confirm, move, cancel. Every change is one transaction and carries an idempotency key.

Who changes anything about an interpreter's time first locks the interpreter's row, then looks, then writes; were that
ever forgotten, the database itself refuses the overlap.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from bot.booking import notices
from bot.booking.availability import Availability, OpenDays, Window, window_of
from bot.booking.errors import (
    BookingClosed,
    BookingNotFound,
    HoldExpired,
    KeyUsedOtherwise,
    Reason,
    SlotRefused,
    SlotTaken,
)
from bot.booking.interpreters import InterpreterRepository
from bot.booking.local_time import midnight
from bot.booking.model import OCCUPYING, Asker, Booking, Interpreter, Level, Slot, Status, Wish
from bot.booking.policy import BookingPolicy
from bot.booking.reference import new_reference, read_reference
from bot.booking.repository import BookingRepository, KeyTaken, Overlap
from bot.clock import OFFICE_ZONE, Clock
from bot.storage.database import Database

WEEK = timedelta(days=7)

Change = Callable[[Connection, Booking, datetime], None]


class BookingService:
    """Thread-safe. Every method may raise `Unavailable`; then nothing has happened."""

    def __init__(self, database: Database, clock: Clock, open_days: OpenDays, policy: BookingPolicy) -> None:
        self._database = database
        self._clock = clock
        self._open_days = open_days
        self.policy = policy

    # --- looking ---------------------------------------------------------------------------------------------------

    def free_slots(self, wish: Wish, since: datetime | None = None, days: int | None = None) -> list[Slot]:
        """The free slots of so many days (today is one), without telling who is free."""
        now = self._clock()
        window = window_of(since or now, days or self.policy.listed_days)
        with self._database.reading() as connection:
            able = InterpreterRepository(connection).speaking(wish.language)
            return list(self._availability(connection, able, window, now).slots(wish, able, window))

    def find(self, reference: str, asker: Asker) -> Booking:
        """Raises `BookingNotFound`, also for a booking of another conversation."""
        with self._database.reading() as connection:
            return _visible(connection, reference, asker)

    def bookings_of(self, conversation_id: str) -> list[Booking]:
        """What a conversation holds, has and had."""
        with self._database.reading() as connection:
            return BookingRepository(connection).of_conversation(conversation_id)

    # --- changing --------------------------------------------------------------------------------------------------

    def hold(self, wish: Wish, starts: datetime, asker: Asker, key: str, topic: str | None = None) -> Booking:
        """Keeps a slot until it is confirmed or the time is over; with whoever has least to do, unless one is named.

        Raises `SlotTaken`, or `SlotRefused` with the reason; both with the next free slots.
        """
        slot = _slot(starts, wish)
        draft = Booking(
            id=uuid4().hex,
            reference=new_reference(),
            interpreter_id="",
            conversation_id=asker.conversation_id,
            language=wish.language,
            mode=wish.mode,
            office=wish.office,
            topic=topic,
            slot=slot,
            zone=OFFICE_ZONE.key,
            status=Status.HELD,
            hold_until=None,
            sequence=0,
        )
        request = f"hold {wish} {slot.starts.isoformat()}"

        def take(connection: Connection, interpreter: Interpreter, now: datetime) -> Booking:
            held = replace(draft, interpreter_id=interpreter.id, hold_until=now + self.policy.hold)
            BookingRepository(connection).add(held, interpreter.busy(slot), now)
            return held

        return self._with_somebody(draft, wish, slot, asker, key, request, take)

    def move(self, reference: str, starts: datetime, asker: Asker, key: str) -> Booking:
        """To another time, with the same interpreter if possible: both the old and the new time, or neither.

        Raises `BookingNotFound`, `BookingClosed`, `SlotTaken`, `SlotRefused`.
        """
        booking = self.find(reference, asker)
        slot = _slot(starts, booking.wish)

        def take(connection: Connection, interpreter: Interpreter, now: datetime) -> Booking:
            repository = BookingRepository(connection)
            present = _changeable(repository.by_id(booking.id, lock=True), now)
            moved = replace(present, slot=slot, interpreter_id=interpreter.id, sequence=present.sequence + 1)
            repository.leave_trace(booking.id, now)
            repository.replace(moved, interpreter.busy(slot), now)
            if moved.status is Status.CONFIRMED:
                repository.announce(booking.id, [notices.moved(moved, now), *notices.reminders(moved, now)])
            return moved

        return self._with_somebody(
            booking, booking.wish, slot, asker, key, f"move {booking.id} {slot.starts.isoformat()}", take
        )

    def confirm(self, reference: str, asker: Asker, key: str) -> Booking:
        """Raises `HoldExpired` when the slot was given back meanwhile, `BookingNotFound`, `BookingClosed`."""

        def change(connection: Connection, booking: Booking, now: datetime) -> None:
            if _changeable(booking, now).status is Status.CONFIRMED:
                return
            repository = BookingRepository(connection)
            repository.change_status(booking.id, Status.CONFIRMED, now)
            repository.announce(booking.id, [notices.confirmation(now), *notices.reminders(booking, now)])

        return self._change(reference, asker, key, "confirm", change)

    def cancel(self, reference: str, asker: Asker, key: str) -> Booking:
        """Gives the time back; a second time it changes nothing. Raises `BookingNotFound`, `BookingClosed`."""

        def change(connection: Connection, booking: Booking, now: datetime) -> None:
            if booking.status in (Status.CANCELLED, Status.EXPIRED):
                return
            repository = BookingRepository(connection)
            known = _changeable(booking, now).status is Status.CONFIRMED
            repository.change_status(booking.id, Status.CANCELLED, now)
            repository.announce(booking.id, [notices.cancelled(now)] if known else [])

        return self._change(reference, asker, key, "cancel", change)

    def expire_holds(self) -> int:
        """Gives back what was held too long; how many. Booking doesn't wait for this: it sweeps before it looks."""
        with self._database.transaction() as connection:
            return BookingRepository(connection).expire(self._clock())

    # --- inside ----------------------------------------------------------------------------------------------------

    def _with_somebody(
        self,
        booking: Booking,
        wish: Wish,
        slot: Slot,
        asker: Asker,
        key: str,
        request: str,
        take: Callable[[Connection, Interpreter, datetime], Booking],
    ) -> Booking:
        """Tries those who seem free, the best first, each in a transaction of its own that starts with the key."""
        try:
            for candidate in self._candidates(booking, wish, slot, asker, key, request):
                try:
                    with self._database.transaction() as connection:
                        now = self._clock()
                        BookingRepository(connection).note_change(asker.owner, key, request, booking.id, now)
                        interpreter = self._lock_free(connection, candidate, booking, wish, slot, now)
                        return take(connection, interpreter, now)
                except Overlap:
                    continue
        except KeyTaken:
            return self._as_before(asker, key, request)
        raise SlotTaken(self._alternatives(wish, slot))

    def _candidates(
        self, booking: Booking, wish: Wish, slot: Slot, asker: Asker, key: str, request: str
    ) -> list[Interpreter]:
        """Who seems free: first whom the booking has already, then whoever has least to do that week, and of those
        whoever knows the language best.

        When nobody is, this waits for nobody: the same request may be under way, so its key is asked for once more.
        """
        now = self._clock()
        with self._database.reading() as connection:
            if BookingRepository(connection).change_under(asker.owner, key):
                raise KeyTaken
            able = InterpreterRepository(connection).speaking(wish.language)
            window = Window(slot.starts, slot.ends)
            availability = self._availability(connection, able, window, now, booking.id)
            free = availability.slots(wish, able, window).get(slot, [])
            reason = availability.why_not(slot, wish, able)
        if free:
            return sorted(
                free, key=lambda one: (one.id != booking.interpreter_id, availability.load(one.id), *_rank(one, wish))
            )
        with self._database.reading() as connection:
            if BookingRepository(connection).change_under(asker.owner, key):
                raise KeyTaken
        alternatives = self._alternatives(wish, slot)
        raise SlotTaken(alternatives) if reason in (Reason.TAKEN, None) else SlotRefused(reason, alternatives)

    def _lock_free(
        self, connection: Connection, candidate: Interpreter, booking: Booking, wish: Wish, slot: Slot, now: datetime
    ) -> Interpreter:
        """The candidate, locked and judged again. Raises `Overlap` when somebody was quicker."""
        ids = {candidate.id, booking.interpreter_id} - {""}
        locked = {one.id: one for one in InterpreterRepository(connection).lock(*ids)}
        BookingRepository(connection).expire(now, [candidate.id])
        interpreter, window = locked[candidate.id], Window(slot.starts, slot.ends)
        availability = self._availability(connection, [interpreter], window, now, booking.id)
        if slot not in availability.slots_of(interpreter, wish, window):
            raise Overlap
        return interpreter

    def _change(self, reference: str, asker: Asker, key: str, what: str, change: Change) -> Booking:
        booking = self.find(reference, asker)
        request = f"{what} {booking.id}"
        try:
            with self._database.transaction() as connection:
                repository, now = BookingRepository(connection), self._clock()
                repository.note_change(asker.owner, key, request, booking.id, now)
                change(connection, repository.by_id(booking.id, lock=True), now)
                return repository.by_id(booking.id)
        except KeyTaken:
            return self._as_before(asker, key, request)

    def _as_before(self, asker: Asker, key: str, request: str) -> Booking:
        """The booking that this request made or changed before, as it is now. Raises `KeyUsedOtherwise`."""
        with self._database.reading() as connection:
            repository = BookingRepository(connection)
            known = repository.change_under(asker.owner, key)
            if known is None or known[0] != request:
                raise KeyUsedOtherwise(key)
            return repository.by_id(known[1])

    def _availability(
        self,
        connection: Connection,
        interpreters: Iterable[Interpreter],
        window: Window,
        now: datetime,
        without: str | None = None,
    ) -> Availability:
        """With the week around the window, so that load and daily maximum are right; `without` one booking."""
        ids = [one.id for one in interpreters]
        taken = BookingRepository(connection).taken(ids, window.since - WEEK, window.until + WEEK, now)
        others = (one for one in taken if one.booking_id != without)
        return Availability(self.policy, self._open_days, others, now)

    def _alternatives(self, wish: Wish, slot: Slot) -> list[Slot]:
        """The next free slots: from the beginning of that day if it lies ahead, and not before now."""
        free = self.free_slots(wish, max(midnight(slot.day), self._clock()))
        free = free or self.free_slots(wish)
        later = [one for one in free if one.starts >= slot.starts]
        return (later + [one for one in free if one.starts < slot.starts])[: self.policy.alternatives]


def _slot(starts: datetime, wish: Wish) -> Slot:
    starts = starts.astimezone(UTC)
    return Slot(starts, starts + timedelta(minutes=wish.minutes))


def _rank(interpreter: Interpreter, wish: Wish) -> tuple[int, str]:
    """The best in the language first; the id makes the order the same every time."""
    return -list(Level).index(interpreter.languages[wish.language]), interpreter.id


def _visible(connection: Connection, reference: str, asker: Asker) -> Booking:
    booking = BookingRepository(connection).find(read_reference(reference) or reference)
    if not asker.may_see(booking):
        raise BookingNotFound(reference)
    return booking


def _changeable(booking: Booking, now: datetime) -> Booking:
    """The booking, if it is still one. Raises `HoldExpired` or `BookingClosed`."""
    ended = booking.hold_until is not None and booking.hold_until <= now
    if ended or booking.status is Status.EXPIRED:
        raise HoldExpired(booking.reference)
    if booking.status not in OCCUPYING:
        raise BookingClosed(booking.reference)
    return booking
