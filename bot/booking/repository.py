"""Bookings in the database. A repository lives as long as the transaction it was made in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from bot.booking.errors import BookingNotFound
from bot.booking.model import COUNTED, OCCUPYING, Booking, Mode, Slot, Status, Taken
from bot.booking.notices import REMINDERS, Notice
from bot.storage.tables import booking_changes, bookings, outbox

OVERLAP = "ex_bookings_no_overlap"
_taken_columns: Select[Any] = select(
    bookings.c.interpreter_id,
    bookings.c.id,
    bookings.c.starts_at,
    bookings.c.ends_at,
    bookings.c.busy_from,
    bookings.c.busy_until,
    bookings.c.status,
)
_COUNTED = [str(status) for status in COUNTED]
_OCCUPYING = [str(status) for status in OCCUPYING]


class Overlap(Exception):
    """The database refused a second booking of the same time."""


class KeyTaken(Exception):
    """The idempotency key was used while this transaction looked elsewhere."""


class BookingRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def taken(self, interpreters: Iterable[str], since: datetime, until: datetime, now: datetime) -> list[Taken]:
        """What takes these interpreters' time or counts as their work; a hold that has ended does neither."""
        wanted = _taken_columns.where(
            bookings.c.interpreter_id.in_(list(interpreters)),
            bookings.c.starts_at >= since,
            bookings.c.starts_at < until,
            bookings.c.status.in_(_COUNTED),
            or_(bookings.c.hold_until.is_(None), bookings.c.hold_until > now),
        )
        return [_taken(row) for row in self._connection.execute(wanted)]

    def add(self, booking: Booking, busy: Slot, now: datetime) -> None:
        """Raises `Overlap` when the time isn't free."""
        self._write(insert(bookings).values(**_record(booking, busy), created_at=now, changed_at=now))

    def replace(self, booking: Booking, busy: Slot, now: datetime) -> None:
        """Raises `Overlap` when its new time isn't free."""
        mine = bookings.c.id == booking.id
        self._write(update(bookings).where(mine).values(**_record(booking, busy), changed_at=now))

    def _write(self, statement: Any) -> None:
        try:
            self._connection.execute(statement)
        except IntegrityError as error:
            if OVERLAP in str(error.orig):
                raise Overlap from error
            raise

    def leave_trace(self, booking_id: str, now: datetime) -> None:
        """A row that remembers where the booking stands now, before it moves. It belongs to no conversation."""
        (row,) = self._connection.execute(select(bookings).where(bookings.c.id == booking_id))
        trace = {
            "id": uuid4().hex,
            "reference": None,
            "conversation_id": None,
            "status": Status.MOVED,
            "hold_until": None,
            "moved_to": booking_id,
            "changed_at": now,
        }
        self._connection.execute(insert(bookings), {**row._mapping, **trace})

    def change_status(self, booking_id: str, status: Status, now: datetime) -> None:
        values = {"status": status, "hold_until": None, "changed_at": now}
        self._connection.execute(update(bookings).where(bookings.c.id == booking_id).values(values))

    def expire(self, now: datetime, interpreters: Sequence[str] | None = None) -> int:
        """Gives back what was held too long; how many."""
        ended = and_(bookings.c.status == Status.HELD, bookings.c.hold_until <= now)
        mine = true() if interpreters is None else bookings.c.interpreter_id.in_(interpreters)
        values = {"status": Status.EXPIRED, "hold_until": None, "changed_at": now}
        return self._connection.execute(update(bookings).where(ended, mine).values(values)).rowcount

    def find(self, reference: str, *, lock: bool = False) -> Booking:
        """Raises `BookingNotFound`."""
        return self._one(bookings.c.reference == reference, reference, lock)

    def by_id(self, booking_id: str, *, lock: bool = False) -> Booking:
        return self._one(bookings.c.id == booking_id, booking_id, lock)

    def _one(self, where: Any, name: str, lock: bool) -> Booking:
        wanted = select(bookings).where(where)
        row = self._connection.execute(wanted.with_for_update() if lock else wanted).first()
        if row is None:
            raise BookingNotFound(name)
        return _booking(row)

    def between(self, since: datetime, until: datetime) -> list[Booking]:
        """All bookings of a time, in its order; no traces."""
        when = (bookings.c.starts_at >= since, bookings.c.starts_at < until, bookings.c.status != Status.MOVED)
        rows = self._connection.execute(select(bookings).where(*when).order_by(bookings.c.starts_at, bookings.c.id))
        return [_booking(row) for row in rows]

    def of_conversation(self, conversation_id: str) -> list[Booking]:
        mine = bookings.c.conversation_id == conversation_id
        return [_booking(row) for row in self._connection.execute(select(bookings).where(mine).order_by("starts_at"))]

    def during(self, interpreter_id: str, time: Slot) -> list[Booking]:
        """The held and confirmed bookings of an interpreter that overlap a time."""
        overlapping = and_(bookings.c.starts_at < time.ends, bookings.c.ends_at > time.starts)
        mine = and_(bookings.c.interpreter_id == interpreter_id, bookings.c.status.in_(_OCCUPYING))
        wanted = select(bookings).where(mine, overlapping).order_by(bookings.c.starts_at)
        return [_booking(row) for row in self._connection.execute(wanted)]

    # --- idempotency and notices -----------------------------------------------------------------------------------

    def change_under(self, owner: str, key: str) -> tuple[str, str] | None:
        """What was asked under this key, and the id of the booking."""
        mine = (booking_changes.c.owner == owner, booking_changes.c.key == key)
        row = self._connection.execute(select(booking_changes).where(*mine)).first()
        return None if row is None else (row.request, row.booking_id)

    def note_change(self, owner: str, key: str, request: str, booking_id: str, now: datetime) -> None:
        """Raises `KeyTaken`; before that, waits for whoever is using the key now."""
        values = {"owner": owner, "key": key, "request": request, "booking_id": booking_id, "at": now}
        try:
            self._connection.execute(insert(booking_changes), values)
        except IntegrityError as error:
            raise KeyTaken from error

    def announce(self, booking_id: str, notices: Sequence[Notice]) -> None:
        """Replaces the reminders, sent or not, and adds what isn't announced yet."""
        kinds = self._connection.scalars(select(outbox.c.kind).where(outbox.c.booking_id == booking_id)).all()
        stale = and_(outbox.c.booking_id == booking_id, outbox.c.kind.in_(list(REMINDERS)))
        self._connection.execute(delete(outbox).where(stale))
        new = [one for one in notices if one.kind in REMINDERS or one.kind not in kinds]
        if new:
            rows = [{"booking_id": booking_id, "kind": one.kind, "due_at": one.due_at} for one in new]
            self._connection.execute(insert(outbox), rows)

    def counts(self) -> dict[Status, int]:
        rows = self._connection.execute(select(bookings.c.status, func.count()).group_by(bookings.c.status))
        return {Status(status): count for status, count in rows}


def _record(booking: Booking, busy: Slot) -> dict[str, Any]:
    return {
        "id": booking.id,
        "reference": booking.reference,
        "interpreter_id": booking.interpreter_id,
        "conversation_id": booking.conversation_id,
        "language": booking.language,
        "mode": booking.mode,
        "office": booking.office,
        "topic": booking.topic,
        "starts_at": booking.slot.starts,
        "ends_at": booking.slot.ends,
        "busy_from": busy.starts,
        "busy_until": busy.ends,
        "zone": booking.zone,
        "status": booking.status,
        "hold_until": booking.hold_until,
        "sequence": booking.sequence,
    }


def _booking(row: Row[Any]) -> Booking:
    return Booking(
        id=row.id,
        reference=row.reference,
        interpreter_id=row.interpreter_id,
        conversation_id=row.conversation_id,
        language=row.language,
        mode=Mode(row.mode),
        office=row.office,
        topic=row.topic,
        slot=Slot(row.starts_at, row.ends_at),
        zone=row.zone,
        status=Status(row.status),
        hold_until=row.hold_until,
        sequence=row.sequence,
    )


def _taken(row: Row[Any]) -> Taken:
    return Taken(
        interpreter_id=row.interpreter_id,
        booking_id=row.id,
        slot=Slot(row.starts_at, row.ends_at),
        busy=Slot(row.busy_from, row.busy_until),
        occupies=row.status in _OCCUPYING,
    )
