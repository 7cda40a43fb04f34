from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

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
from bot.booking.model import STAFF, Asker, Interpreter, Level, Mode, Slot, Status, Wish
from bot.booking.service import BookingService
from bot.booking.staffing import Staffing
from bot.storage.database import Database
from bot.storage.tables import bookings, outbox
from tests.booking.conftest import PHONE, Calendar, at, interpreter
from tests.conversations.conftest import Hands

TEN = at("2026-11-24 10:00")
ELEVEN = at("2026-11-24 11:00")


def starts(slots: tuple[Slot, ...] | list[Slot]) -> list[str]:
    return [str(slot) for slot in slots]


def announced(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        return {row.kind: f"{row.due_at:%d %H:%M}" for row in connection.execute(select(outbox))}


@pytest.mark.usefixtures("oksana")
class TestHold:
    def test_a_held_slot_is_no_longer_listed(self, service: BookingService) -> None:
        slot = Slot(TEN, ELEVEN)
        assert slot in service.free_slots(PHONE)
        booking = service.hold(PHONE, TEN, STAFF, "k1")
        assert (booking.status, booking.slot, booking.interpreter_id) == (Status.HELD, slot, "oksana")
        assert slot not in service.free_slots(PHONE)

    def test_a_hold_ends_by_itself(self, service: BookingService, clock: Hands) -> None:
        first = service.hold(PHONE, TEN, STAFF, "k1")
        clock.forward(minutes=9, seconds=59)
        with pytest.raises(SlotTaken):
            service.hold(PHONE, TEN, STAFF, "k2")
        clock.forward(seconds=1)
        assert Slot(TEN, ELEVEN) in service.free_slots(PHONE)
        assert service.hold(PHONE, TEN, STAFF, "k3").reference != first.reference
        with pytest.raises(HoldExpired):
            service.confirm(str(first.reference), STAFF, "k4")

    def test_ended_holds_are_given_back_in_one_sweep(self, service: BookingService, clock: Hands) -> None:
        reference = str(service.hold(PHONE, TEN, STAFF, "k1").reference)
        kept = str(service.hold(PHONE, ELEVEN, STAFF, "k2").reference)
        service.confirm(kept, STAFF, "k3")
        clock.forward(hours=1)
        assert (service.expire_holds(), service.expire_holds()) == (1, 0)
        assert service.find(reference, STAFF).status is Status.EXPIRED
        assert service.find(kept, STAFF).status is Status.CONFIRMED

    def test_a_taken_slot_answers_with_the_next_three_free_ones(self, service: BookingService) -> None:
        service.hold(PHONE, TEN, STAFF, "k1")
        with pytest.raises(SlotTaken) as taken:
            service.hold(PHONE, TEN, STAFF, "k2")
        assert starts(taken.value.alternatives) == [
            "2026-11-24 11:00–12:00",
            "2026-11-24 13:00–14:00",
            "2026-11-24 13:30–14:30",
        ]

    def test_a_time_that_cannot_be_says_why(self, service: BookingService, calendar: Calendar) -> None:
        calendar.holidays.add(date(2026, 11, 24))
        with pytest.raises(SlotRefused) as refused:
            service.hold(PHONE, TEN, STAFF, "k1")
        assert refused.value.reason is Reason.HOLIDAY
        assert starts(refused.value.alternatives)[0] == "2026-11-25 08:00–09:00"

    def test_a_time_in_the_past_offers_what_is_ahead(self, service: BookingService) -> None:
        with pytest.raises(SlotRefused) as refused:
            service.hold(PHONE, at("2026-11-20 10:00"), STAFF, "k1")
        assert refused.value.reason is Reason.PAST
        assert len(refused.value.alternatives) == 3

    def test_a_language_that_nobody_speaks_has_no_alternatives(self, service: BookingService) -> None:
        with pytest.raises(SlotRefused) as refused:
            service.hold(Wish("vi", Mode.PHONE, 60), TEN, STAFF, "k1")
        assert (refused.value.reason, refused.value.alternatives) == (Reason.NOBODY_WORKS, ())

    def test_the_daily_maximum_holds(self, service: BookingService, staffing: Staffing) -> None:
        staffing.add([interpreter("linh", languages={"vi": "native"}, daily_most=1)])
        wish = Wish("vi", Mode.PHONE, 60)
        service.hold(wish, TEN, STAFF, "k1")
        with pytest.raises(SlotTaken) as taken:
            service.hold(wish, ELEVEN, STAFF, "k2")
        assert {slot.day.day for slot in taken.value.alternatives} == {25}

    def test_buffers_are_kept_free(self, service: BookingService, staffing: Staffing) -> None:
        quarter = timedelta(minutes=15)
        staffing.add([interpreter("linh", languages={"vi": "native"}, before=quarter, after=quarter)])
        wish = Wish("vi", Mode.PHONE, 60)
        service.hold(wish, TEN, STAFF, "k1")
        with pytest.raises(SlotTaken):
            service.hold(wish, ELEVEN, STAFF, "k2")
        assert service.hold(wish, at("2026-11-24 08:30"), STAFF, "k3")


class TestWhoComes:
    def test_whoever_has_least_to_do_that_week(self, service: BookingService, staffing: Staffing) -> None:
        staffing.add([interpreter("oksana"), interpreter("petro")])
        hours = ["2026-11-24 10:00", "2026-11-24 13:00", "2026-11-25 09:00", "2026-11-26 09:00"]
        who = [service.hold(PHONE, at(hour), STAFF, hour).interpreter_id for hour in hours]
        assert who == ["oksana", "petro", "oksana", "petro"]

    def test_the_next_one_when_the_first_is_taken(self, service: BookingService, staffing: Staffing) -> None:
        staffing.add([interpreter("oksana"), interpreter("petro")])
        assert {service.hold(PHONE, TEN, STAFF, key).interpreter_id for key in "ab"} == {"oksana", "petro"}
        with pytest.raises(SlotTaken):
            service.hold(PHONE, TEN, STAFF, "c")

    def test_of_two_with_as_much_to_do_whoever_knows_the_language_best(
        self, service: BookingService, staffing: Staffing
    ) -> None:
        levels = {"anna": Level.BASIC, "oksana": Level.NATIVE, "petro": Level.FLUENT}
        staffing.add([interpreter(name, languages={"uk": level}) for name, level in levels.items()])
        who = [service.hold(PHONE, TEN, STAFF, key).interpreter_id for key in "abc"]
        assert who == ["oksana", "petro", "anna"]

    def test_a_named_one_and_nobody_else(self, service: BookingService, staffing: Staffing) -> None:
        staffing.add([interpreter("oksana"), interpreter("petro")])
        wish = Wish("uk", Mode.PHONE, 60, interpreter_id="petro")
        assert service.hold(wish, TEN, STAFF, "a").interpreter_id == "petro"
        with pytest.raises(SlotTaken):
            service.hold(wish, TEN, STAFF, "b")


@pytest.mark.usefixtures("oksana")
class TestChanges:
    def confirmed(self, service: BookingService, asker: Asker = STAFF) -> str:
        reference = str(service.hold(PHONE, TEN, asker, "hold").reference)
        service.confirm(reference, asker, "confirm")
        return reference

    def test_a_confirmed_booking_stays(self, service: BookingService, clock: Hands) -> None:
        reference = self.confirmed(service)
        clock.forward(hours=1)
        service.expire_holds()
        assert service.find(reference, STAFF).status is Status.CONFIRMED
        assert service.find(reference.lower().replace("-", " "), STAFF).hold_until is None

    def test_confirming_announces_itself_and_the_reminders(self, service: BookingService, database: Database) -> None:
        self.confirmed(service)
        assert announced(database) == {"confirmation": "23 09:00", "two_hours_before": "24 07:00"}

    def test_cancelling_gives_the_time_back(self, service: BookingService, database: Database) -> None:
        reference = self.confirmed(service)
        assert service.cancel(reference, STAFF, "cancel").status is Status.CANCELLED
        assert Slot(TEN, ELEVEN) in service.free_slots(PHONE)
        assert announced(database) == {"confirmation": "23 09:00", "cancelled": "23 09:00"}
        with pytest.raises(BookingClosed):
            service.confirm(reference, STAFF, "again")
        with pytest.raises(BookingClosed):
            service.move(reference, at("2026-11-24 13:00"), STAFF, "too late")
        assert service.cancel(reference, STAFF, "twice").status is Status.CANCELLED

    def test_moving_keeps_the_booking_and_leaves_a_trace(self, service: BookingService, database: Database) -> None:
        reference = self.confirmed(service)
        before = service.find(reference, STAFF)
        after = service.move(reference, at("2026-11-26 13:00"), STAFF, "move")
        assert (after.id, after.reference, after.sequence) == (before.id, reference, 1)
        assert str(after.slot) == "2026-11-26 13:00–14:00"
        assert Slot(TEN, ELEVEN) in service.free_slots(PHONE)
        assert after.slot not in service.free_slots(PHONE)
        with database.reading() as connection:
            (trace,) = connection.execute(select(bookings).where(bookings.c.status == "moved"))
        assert (trace.moved_to, trace.starts_at, trace.reference, trace.conversation_id) == (after.id, TEN, None, None)
        assert announced(database) == {
            "confirmation": "23 09:00",
            "moved-1": "23 09:00",
            "day_before": "25 12:00",
            "two_hours_before": "26 10:00",
        }

    def test_moving_by_half_an_hour_does_not_collide_with_itself(self, service: BookingService) -> None:
        reference = self.confirmed(service)
        assert service.move(reference, at("2026-11-24 10:30"), STAFF, "move").sequence == 1

    def test_moving_to_a_taken_time_changes_nothing(self, service: BookingService, database: Database) -> None:
        reference = self.confirmed(service)
        service.hold(PHONE, ELEVEN, STAFF, "other")
        before = announced(database)
        with pytest.raises(SlotTaken):
            service.move(reference, ELEVEN, STAFF, "move")
        assert service.find(reference, STAFF).slot == Slot(TEN, ELEVEN)
        assert announced(database) == before
        with database.reading() as connection:
            assert len(connection.execute(select(bookings)).all()) == 2

    def test_moving_stays_with_the_same_interpreter_if_possible(
        self, service: BookingService, staffing: Staffing
    ) -> None:
        reference = self.confirmed(service)
        staffing.add([interpreter("anna")])
        assert service.move(reference, ELEVEN, STAFF, "m1").interpreter_id == "oksana"
        staffing.add_absence("oksana", Slot(at("2026-11-25 00:00"), at("2026-11-26 00:00")))
        assert service.move(reference, at("2026-11-25 09:00"), STAFF, "m2").interpreter_id == "anna"

    def test_another_conversation_sees_nothing(
        self, service: BookingService, start_conversation: Callable[[str], str]
    ) -> None:
        mine, other = Asker(start_conversation("mine")), Asker(start_conversation("other"))
        reference = self.confirmed(service, mine)
        assert service.find(reference, mine) and service.find(reference, STAFF)
        attempts: list[Callable[[], object]] = [
            lambda: service.find(reference, other),
            lambda: service.confirm(reference, other, "x"),
            lambda: service.cancel(reference, other, "x"),
            lambda: service.move(reference, ELEVEN, other, "x"),
        ]
        for attempt in attempts:
            with pytest.raises(BookingNotFound):
                attempt()
        assert [one.reference for one in service.bookings_of("mine")] == [reference]
        assert service.bookings_of("other") == []

    def test_the_same_key_again_does_nothing_twice(self, service: BookingService, database: Database) -> None:
        held = [service.hold(PHONE, TEN, STAFF, "hold") for _ in range(2)]
        assert held[0] == held[1]
        reference = str(held[0].reference)
        assert service.confirm(reference, STAFF, "confirm") == service.confirm(reference, STAFF, "confirm")
        moved = [service.move(reference, at("2026-11-26 13:00"), STAFF, "move") for _ in range(2)]
        assert moved[0] == moved[1] and moved[0].sequence == 1
        assert service.cancel(reference, STAFF, "cancel") == service.cancel(reference, STAFF, "cancel")
        with database.reading() as connection:
            assert len(connection.execute(select(bookings)).all()) == 2

    def test_a_key_is_for_one_request(self, service: BookingService) -> None:
        service.hold(PHONE, TEN, STAFF, "key")
        with pytest.raises(KeyUsedOtherwise):
            service.hold(PHONE, ELEVEN, STAFF, "key")

    def test_a_refused_request_leaves_its_key_free(self, service: BookingService, clock: Hands) -> None:
        service.hold(PHONE, TEN, STAFF, "first")
        with pytest.raises(SlotTaken):
            service.hold(PHONE, TEN, STAFF, "second")
        clock.forward(minutes=10)
        assert service.hold(PHONE, TEN, STAFF, "second").status is Status.HELD


class TestStaffing:
    def test_an_interpreter_comes_back_whole(self, staffing: Staffing, database: Database) -> None:
        away = Slot(at("2026-12-01 00:00"), at("2026-12-02 00:00"))
        mai = interpreter("mai", offices=frozenset({"brno"}), days={date(2026, 12, 24): ()}, absences=(away,))
        staffing.add([mai])
        assert staffing.interpreters() == [mai]
        with database.reading() as connection:
            assert InterpreterRepository(connection).speaking("uk") == [mai]
            assert InterpreterRepository(connection).speaking("u") == []

    def test_an_absence_names_the_bookings_that_have_nobody_now(
        self, service: BookingService, staffing: Staffing, oksana: Interpreter, database: Database
    ) -> None:
        reference = str(service.hold(PHONE, TEN, STAFF, "k1").reference)
        service.confirm(reference, STAFF, "k2")
        service.hold(PHONE, at("2026-11-25 10:00"), STAFF, "k3")
        left = staffing.add_absence(oksana.id, Slot(at("2026-11-24 00:00"), at("2026-11-25 00:00")))
        assert [one.reference for one in left] == [reference]
        assert "interpreter_absent-0" in announced(database)

    def test_what_became_of_a_booking_is_told_once_it_has_begun(
        self, service: BookingService, staffing: Staffing, oksana: Interpreter, clock: Hands
    ) -> None:
        reference = str(service.hold(PHONE, TEN, STAFF, "k1").reference)
        service.confirm(reference, STAFF, "k2")
        with pytest.raises(BookingClosed):
            staffing.close(reference, Status.DONE)
        clock.now = TEN
        assert staffing.close(reference, Status.NO_SHOW).status is Status.NO_SHOW
        assert staffing.close(reference, Status.DONE).status is Status.DONE
        assert [one.reference for one in staffing.bookings(date(2026, 11, 24))] == [reference]
        assert staffing.bookings(date(2026, 11, 25)) == []
