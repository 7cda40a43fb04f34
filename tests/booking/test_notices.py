from datetime import datetime, timedelta

import pytest

from bot.booking.model import Booking, Mode, Slot, Status
from bot.booking.notices import awake, reminders
from tests.booking.conftest import at


def booking(starts: datetime) -> Booking:
    slot = Slot(starts, starts + timedelta(hours=1))
    values = {"id": "b", "reference": None, "interpreter_id": "i", "conversation_id": None, "language": "uk"}
    rest = {"office": None, "topic": None, "zone": "Europe/Prague", "hold_until": None, "sequence": 0}
    return Booking(**values, **rest, mode=Mode.PHONE, slot=slot, status=Status.CONFIRMED)  # type: ignore[arg-type]


def due(starts: str, now: str) -> dict[str, datetime]:
    return {notice.kind: notice.due_at for notice in reminders(booking(at(starts)), at(now))}


def test_a_day_and_two_hours_before() -> None:
    assert due("2026-11-26 14:00", "2026-11-23 10:00") == {
        "day_before": at("2026-11-25 14:00"),
        "two_hours_before": at("2026-11-26 12:00"),
    }


def test_what_has_passed_is_not_announced() -> None:
    assert list(due("2026-11-24 09:00", "2026-11-23 10:00")) == ["two_hours_before"]
    assert due("2026-11-23 12:00", "2026-11-23 10:30") == {}


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        ("2026-11-24 20:59", "2026-11-24 20:59"),
        ("2026-11-24 21:00", "2026-11-25 07:00"),
        ("2026-11-25 00:30", "2026-11-25 07:00"),
        ("2027-03-28 00:30", "2027-03-28 07:00"),
        ("2026-10-24 22:00", "2026-10-25 07:00"),
    ],
)
def test_nobody_is_woken(moment: str, told: str) -> None:
    assert awake(at(moment)) == at(told)


def test_an_early_appointment_is_announced_in_the_morning() -> None:
    assert due("2026-11-24 08:00", "2026-11-23 10:00") == {"two_hours_before": at("2026-11-24 07:00")}
