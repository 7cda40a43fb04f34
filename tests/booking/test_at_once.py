"""Many at one slot, as many as the pool lets through: one wins, whatever happens to come first."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.booking.errors import HoldExpired, SlotTaken
from bot.booking.model import STAFF, Booking, Interpreter, Slot, Status
from bot.booking.policy import BookingPolicy
from bot.booking.repository import BookingRepository, Overlap
from bot.booking.service import BookingService
from bot.booking.staffing import Staffing
from bot.storage.database import Database
from bot.storage.tables import bookings, outbox
from tests.booking.conftest import PHONE, Calendar, at, interpreter
from tests.conversations.conftest import Hands
from tests.conversations.simultaneous import at_once

TEN, ELEVEN = at("2026-11-24 10:00"), at("2026-11-24 11:00")
MANY = 40


@pytest.fixture
def replica(database_url: str, clock: Hands, calendar: Calendar) -> Iterator[BookingService]:
    """Another process on the same database, as far as locks and connections go."""
    database = Database(database_url)
    yield BookingService(database, clock, calendar, BookingPolicy())
    database.close()


def outcomes(calls: list[Callable[[], Booking]]) -> tuple[list[Booking], list[SlotTaken]]:
    def run(call: Callable[[], Booking]) -> Booking | SlotTaken:
        try:
            return call()
        except SlotTaken as taken:
            return taken

    results = at_once([lambda call=call: run(call) for call in calls])  # type: ignore[misc]
    won = [result for result in results if isinstance(result, Booking)]
    return won, [result for result in results if isinstance(result, SlotTaken)]


def count(database: Database, *where: object) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(bookings).where(*where)) or 0  # type: ignore[arg-type]


@pytest.mark.usefixtures("oksana")
def test_of_forty_at_one_slot_one_wins_and_all_others_get_alternatives(
    service: BookingService, replica: BookingService, database: Database
) -> None:
    services = [service, replica]
    won, lost = outcomes(
        [lambda n=n: services[n % 2].hold(PHONE, TEN, STAFF, f"key {n}") for n in range(MANY)]  # type: ignore[misc]
    )
    assert (len(won), len(lost)) == (1, MANY - 1)
    assert all(len(taken.alternatives) == 3 for taken in lost)
    assert count(database) == 1


@pytest.mark.usefixtures("oksana")
def test_of_many_at_overlapping_slots_those_who_win_do_not_overlap(service: BookingService) -> None:
    halves = [TEN + timedelta(minutes=30 * (n % 3)) for n in range(MANY)]
    won, lost = outcomes(
        [lambda n=n: service.hold(PHONE, halves[n], STAFF, f"key {n}") for n in range(MANY)]  # type: ignore[misc]
    )
    taken = sorted(booking.slot for booking in won)
    assert 1 <= len(won) <= 2 and len(won) + len(lost) == MANY
    assert not any(one.overlaps(other) for one, other in pairwise(taken))


def test_as_many_win_as_there_are_interpreters(service: BookingService, staffing: Staffing) -> None:
    staffing.add([interpreter(name) for name in ("anna", "oksana", "petro")])
    won, lost = outcomes(
        [lambda n=n: service.hold(PHONE, TEN, STAFF, f"key {n}") for n in range(20)]  # type: ignore[misc]
    )
    assert {booking.interpreter_id for booking in won} == {"anna", "oksana", "petro"}
    assert len(lost) == 17


def test_nobody_gets_more_than_the_daily_maximum_at_once(service: BookingService, staffing: Staffing) -> None:
    staffing.add([interpreter(daily_most=2)])
    hours = ["08:00", "09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]
    starts = [at(f"2026-11-24 {hour}") for hour in hours]
    won, _ = outcomes([lambda one=one: service.hold(PHONE, one, STAFF, str(one)) for one in starts])  # type: ignore[misc]
    assert len(won) == 2


@pytest.mark.usefixtures("oksana")
def test_the_same_request_many_times_at_once_is_one_booking(
    service: BookingService, replica: BookingService, database: Database
) -> None:
    services = [service, replica]
    won, lost = outcomes(
        [lambda n=n: services[n % 2].hold(PHONE, TEN, STAFF, "one key") for n in range(20)]  # type: ignore[misc]
    )
    assert len({booking.id for booking in won}) == 1 and not lost
    assert count(database) == 1


@pytest.mark.usefixtures("oksana")
def test_an_ended_hold_is_confirmed_or_taken_by_another_but_never_both(
    service: BookingService, replica: BookingService, clock: Hands, database: Database
) -> None:
    first = service.hold(PHONE, TEN, STAFF, "first")
    clock.forward(minutes=10)

    def confirm() -> Booking | None:
        try:
            return service.confirm(str(first.reference), STAFF, "confirm")
        except HoldExpired:
            return None

    confirmed, second = at_once([confirm, lambda: replica.hold(PHONE, TEN, STAFF, "second")])
    assert confirmed is None and second is not None
    assert count(database, bookings.c.status.in_(["held", "confirmed"])) == 1


def test_moves_that_cross_end(service: BookingService, replica: BookingService, staffing: Staffing) -> None:
    """Each of two bookings moves to the other's interpreter: locked in one order, neither waits for ever."""
    staffing.add([interpreter("anna"), interpreter("oksana")])
    mine, yours = (service.hold(PHONE, TEN, STAFF, key) for key in "ab")
    assert {mine.interpreter_id, yours.interpreter_id} == {"anna", "oksana"}
    moved, lost = outcomes(
        [
            lambda: service.move(str(mine.reference), ELEVEN, STAFF, "c"),
            lambda: replica.move(str(yours.reference), ELEVEN, STAFF, "d"),
        ]
    )
    assert len(moved) == 2 and not lost


@pytest.mark.usefixtures("oksana")
def test_a_move_and_a_booking_of_the_same_time_meet_and_one_wins(
    service: BookingService, replica: BookingService, database: Database
) -> None:
    mine = service.hold(PHONE, TEN, STAFF, "mine")
    service.confirm(str(mine.reference), STAFF, "sure")
    won, lost = outcomes(
        [
            lambda: service.move(str(mine.reference), ELEVEN, STAFF, "move"),
            lambda: replica.hold(PHONE, ELEVEN, STAFF, "other"),
        ]
    )
    assert (len(won), len(lost)) == (1, 1)
    assert count(database, bookings.c.starts_at == ELEVEN) == 1
    kept = service.find(str(mine.reference), STAFF)
    assert kept.status is Status.CONFIRMED
    assert kept.slot.starts == (ELEVEN if won[0].id == mine.id else TEN)


@pytest.mark.usefixtures("oksana")
class TestTheDatabaseItself:
    """Nobody looks first here: what the service forgets, the database refuses."""

    def rows(self, service: BookingService) -> tuple[Booking, Booking]:
        return service.hold(PHONE, TEN, STAFF, "one"), service.hold(PHONE, ELEVEN, STAFF, "two")

    def copy(self, database: Database, booking: Booking, **changes: object) -> None:
        with database.transaction() as connection:
            row = connection.execute(select(bookings).where(bookings.c.id == booking.id)).one()
            values = {**row._mapping, "id": "copy", "reference": None, **changes}
            connection.execute(insert(bookings), values)

    def test_refuses_an_overlapping_row(self, service: BookingService, database: Database) -> None:
        one, _ = self.rows(service)
        for status, until in ((Status.HELD, TEN), (Status.CONFIRMED, None)):
            with pytest.raises(IntegrityError, match="ex_bookings_no_overlap"):
                self.copy(database, one, status=status, hold_until=until)
        assert count(database) == 2

    def test_refuses_a_change_that_overlaps(
        self, service: BookingService, database: Database, oksana: Interpreter
    ) -> None:
        one, two = self.rows(service)
        with pytest.raises(Overlap), database.transaction() as connection:
            BookingRepository(connection).replace(two, Slot(TEN, two.slot.ends), TEN)
        self.copy(database, one, status=Status.CANCELLED, hold_until=None)
        again = update(bookings).where(bookings.c.id == "copy").values(status=Status.CONFIRMED)
        with pytest.raises(IntegrityError, match="ex_bookings_no_overlap"), database.transaction() as connection:
            connection.execute(again)

    def test_lets_touching_and_ended_rows_be(self, service: BookingService, database: Database) -> None:
        one, _ = self.rows(service)
        self.copy(database, one, status=Status.EXPIRED, hold_until=None)
        with database.transaction() as connection:
            connection.execute(update(bookings).where(bookings.c.id == one.id).values(sequence=7))
        assert count(database) == 3

    def test_refuses_a_notice_that_stands_already(self, service: BookingService, database: Database) -> None:
        one, _ = self.rows(service)
        notice = {"booking_id": one.id, "kind": "confirmation", "due_at": TEN}
        with pytest.raises(IntegrityError), database.transaction() as connection:
            connection.execute(insert(outbox), [notice, notice])
