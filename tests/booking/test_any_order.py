"""Whatever people do in whatever order, nothing overlaps, no hold stays behind and nothing is announced twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Row, delete, select

from bot.booking.errors import BookingClosed, HoldExpired, SlotRefused
from bot.booking.model import OCCUPYING, STAFF, Slot, Status
from bot.booking.policy import BookingPolicy
from bot.booking.service import BookingService
from bot.booking.staffing import Staffing
from bot.storage.database import Database
from bot.storage.tables import bookings, interpreters, outbox
from tests.booking.conftest import PHONE, Calendar, at, interpreter
from tests.conversations.conftest import Hands

QUARTER = timedelta(minutes=15)
EIGHT = at("2026-11-24 08:00")
halves = st.integers(min_value=0, max_value=40).map(lambda number: EIGHT + number * timedelta(minutes=30))
which = st.integers(min_value=0, max_value=5)


@contextmanager
def refusals() -> Iterator[None]:
    """Being refused is an answer; anything else that is raised is a fault."""
    with suppress(BookingClosed, HoldExpired, SlotRefused):
        yield


class Days(RuleBasedStateMachine):
    database: Database

    def __init__(self) -> None:
        super().__init__()
        with self.database.transaction() as connection:
            connection.execute(delete(bookings))
            connection.execute(delete(interpreters))
        self.clock = Hands()
        self.service = BookingService(self.database, self.clock, Calendar(), BookingPolicy())
        self.staffing = Staffing(self.database, self.clock)
        people = [interpreter("anna", before=QUARTER, after=QUARTER, daily_most=3), interpreter("oksana")]
        self.staffing.add(people)
        self.references: list[str] = []
        self.keys = 0

    def key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    def some(self, number: int) -> list[str]:
        return self.references[-1 - number :][:1]

    @rule(starts=halves, sure=st.booleans())
    def book(self, starts: datetime, sure: bool) -> None:
        with refusals():
            held = self.service.hold(PHONE, starts, STAFF, self.key())
            self.references.append(str(held.reference))
            if sure:
                self.service.confirm(self.references[-1], STAFF, self.key())

    @rule(number=which)
    def confirm(self, number: int) -> None:
        for reference in self.some(number):
            with refusals():
                assert self.service.confirm(reference, STAFF, self.key()).status is Status.CONFIRMED

    @rule(number=which)
    def cancel(self, number: int) -> None:
        for reference in self.some(number):
            with refusals():
                assert self.service.cancel(reference, STAFF, self.key()).status not in OCCUPYING

    @rule(number=which, starts=halves)
    def move(self, number: int, starts: datetime) -> None:
        for reference in self.some(number):
            before = self.service.find(reference, STAFF)
            try:
                moved = self.service.move(reference, starts, STAFF, self.key())
                assert (moved.slot.starts, moved.sequence) == (starts, before.sequence + 1)
            except (BookingClosed, HoldExpired, SlotRefused):
                assert self.service.find(reference, STAFF).slot == before.slot

    @rule(minutes=st.sampled_from([1, 5, 10]))
    def wait(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.service.expire_holds()
        with self.database.reading() as connection:
            held = connection.execute(select(bookings.c.hold_until).where(bookings.c.status == "held"))
            assert all(row.hold_until > self.clock() for row in held)

    @rule(starts=halves)
    def absence(self, starts: datetime) -> None:
        away = Slot(starts, starts + timedelta(hours=1))
        left = self.staffing.add_absence("anna", away)
        assert all(one.slot.overlaps(away) for one in left)

    @invariant()
    def nothing_overlaps(self) -> None:
        for rows in self.occupying().values():
            assert all(one.busy_until <= other.busy_from for one, other in pairwise(rows))

    @invariant()
    def nobody_works_too_much(self) -> None:
        days = Counter(row.starts_at.date() for row in self.occupying().get("anna", ()) if self.lasts(row))
        assert all(number <= 3 for number in days.values())

    @invariant()
    def nothing_free_is_taken(self) -> None:
        busy = [Slot(row.starts_at, row.ends_at) for row in self.occupying().get("oksana", ()) if self.lasts(row)]
        free = self.service.free_slots(replace(PHONE, interpreter_id="oksana"), days=2)
        assert not any(slot.overlaps(other) for slot in free for other in busy)

    @invariant()
    def each_notice_stands_once_and_only_for_what_was_sure(self) -> None:
        with self.database.reading() as connection:
            rows = connection.execute(select(outbox.c.booking_id, outbox.c.kind)).all()
            held = set(connection.scalars(select(bookings.c.id).where(bookings.c.status.in_(["held", "expired"]))))
        assert len(rows) == len(set(rows))
        assert not held & {row.booking_id for row in rows}

    def lasts(self, row: Row[Any]) -> bool:
        until = row.hold_until
        return until is None or bool(until > self.clock())

    def occupying(self) -> dict[str, list[Row[Any]]]:
        query = select(bookings).where(bookings.c.status.in_(["held", "confirmed"])).order_by(bookings.c.busy_from)
        found: dict[str, list[Row[Any]]] = {}
        with self.database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.interpreter_id, []).append(row)
        return found


@pytest.mark.timeout(60)
def test_whatever_happens_the_bookings_stay_sound(database: Database) -> None:
    machine = type("DaysHere", (Days,), {"database": database})
    moderate = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=moderate)
