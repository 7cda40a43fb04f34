"""What the staff manage: who interprets, when, and what became of a booking."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bot.booking import notices
from bot.booking.errors import BookingClosed, InterpreterExists
from bot.booking.interpreters import InterpreterRepository
from bot.booking.local_time import midnight
from bot.booking.model import Booking, Interpreter, Slot, Status
from bot.booking.reference import read_reference
from bot.booking.repository import BookingRepository
from bot.clock import Clock
from bot.directory.hours import Spans
from bot.storage.database import Database


class Staffing:
    """Every method may raise `Unavailable`, and `InterpreterNotFound` for an id that there isn't."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, interpreters: Sequence[Interpreter]) -> None:
        """All or none. Raises `InterpreterExists`."""
        try:
            with self._database.transaction() as connection:
                for interpreter in interpreters:
                    InterpreterRepository(connection).add(interpreter)
        except IntegrityError as error:
            raise InterpreterExists(", ".join(one.id for one in interpreters)) from error

    def interpreters(self) -> list[Interpreter]:
        with self._database.reading() as connection:
            return InterpreterRepository(connection).all()

    def set_weekday(self, interpreter_id: str, weekday: int, spans: Spans) -> None:
        """Bookings that were made before stay."""
        with self._database.transaction() as connection:
            repository = InterpreterRepository(connection)
            repository.lock(interpreter_id)
            repository.set_weekday(interpreter_id, weekday, spans)

    def set_day(self, interpreter_id: str, day: date, spans: Spans) -> None:
        with self._database.transaction() as connection:
            repository = InterpreterRepository(connection)
            repository.lock(interpreter_id)
            repository.set_day(interpreter_id, day, spans)

    def add_absence(self, interpreter_id: str, absence: Slot) -> list[Booking]:
        """The bookings that now have nobody, for the staff to move; whoever confirmed one is told of it."""
        with self._database.transaction() as connection:
            interpreters, repository, now = (
                InterpreterRepository(connection),
                BookingRepository(connection),
                self._clock(),
            )
            interpreters.lock(interpreter_id)
            interpreters.add_absence(interpreter_id, absence)
            repository.expire(now, [interpreter_id])
            left = repository.during(interpreter_id, absence)
            for booking in left:
                if booking.status is Status.CONFIRMED:
                    told = [notices.interpreter_absent(booking, now), *notices.reminders(booking, now)]
                    repository.announce(booking.id, told)
            return left

    def bookings(self, first: date, days: int = 1) -> list[Booking]:
        """All bookings that start on these days."""
        with self._database.reading() as connection:
            return BookingRepository(connection).between(midnight(first), midnight(first + timedelta(days=days)))

    def close(self, reference: str, status: Status) -> Booking:
        """Done or no-show, once the appointment has begun. Raises `BookingNotFound`, `BookingClosed`."""
        if status not in (Status.DONE, Status.NO_SHOW):
            raise ValueError(f"a booking isn't closed as {status}")
        with self._database.transaction() as connection:
            repository, now = BookingRepository(connection), self._clock()
            booking = repository.find(read_reference(reference) or reference, lock=True)
            if not _can_close(booking, now):
                raise BookingClosed(f"{booking.reference} is {booking.status}, {booking.slot}")
            repository.change_status(booking.id, status, now)
            return repository.by_id(booking.id)


def _can_close(booking: Booking, now: datetime) -> bool:
    over = (Status.CONFIRMED, Status.DONE, Status.NO_SHOW)
    return booking.status in over and booking.slot.starts <= now
