from datetime import date, datetime, timedelta

import pytest

from bot.booking.availability import Availability, window_of
from bot.booking.errors import Reason
from bot.booking.model import Interpreter, Level, Mode, Slot, Taken, Wish
from bot.booking.policy import BookingPolicy
from bot.clock import OFFICE_ZONE
from bot.directory.hours import parse_spans
from tests.booking.conftest import PHONE, WEEK, Calendar, at, interpreter

NOW = at("2026-11-23 10:00")
TUESDAY = date(2026, 11, 24)


def shown(slots: list[Slot]) -> list[str]:
    return [f"{slot.starts.astimezone(OFFICE_ZONE):%H:%M}" for slot in slots]


def hour(text: str) -> Slot:
    return Slot(at(text), at(text) + timedelta(hours=1))


def taken_by(someone: Interpreter, *slots: Slot) -> list[Taken]:
    return [Taken(someone.id, str(slot), slot, someone.busy(slot), True) for slot in slots]


def availability(
    taken: list[Taken] | None = None, now: datetime = NOW, calendar: Calendar | None = None
) -> Availability:
    return Availability(BookingPolicy(), calendar or Calendar(), taken or [], now)


def on_tuesday(someone: Interpreter, wish: Wish = PHONE, taken: list[Taken] | None = None) -> list[str]:
    window = window_of(at("2026-11-24 00:00"), 1)
    return shown(list(availability(taken).slots_of(someone, wish, window)))


def test_slots_lie_within_the_hours_every_half_hour() -> None:
    whole_hours = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"]
    assert on_tuesday(interpreter(weekly={1: parse_spans("8:00-12:00")})) == whole_hours
    assert "11:30" in on_tuesday(interpreter(), Wish("uk", Mode.PHONE, 30))


def test_a_slot_does_not_run_through_the_lunch_break() -> None:
    assert not {"11:30", "12:00", "12:30"} & set(on_tuesday(interpreter()))


def test_a_length_that_is_not_offered_has_no_slots() -> None:
    assert on_tuesday(interpreter(), Wish("uk", Mode.PHONE, 45)) == []


@pytest.mark.parametrize(
    "someone",
    [
        interpreter(languages={"vi": Level.NATIVE}),
        interpreter(modes=frozenset({Mode.VIDEO})),
        interpreter(weekly={0: WEEK}),
        interpreter(days={TUESDAY: ()}),
        interpreter(absences=(Slot(at("2026-11-24 00:00"), at("2026-11-25 00:00")),)),
    ],
    ids=["another language", "another mode", "another weekday", "a day off", "absent"],
)
def test_who_does_not_fit_has_no_slots(someone: Interpreter) -> None:
    assert on_tuesday(someone) == []


def test_hours_of_a_single_day_win_over_those_of_the_week() -> None:
    assert on_tuesday(interpreter(days={TUESDAY: parse_spans("18:00-19:30")})) == ["18:00", "18:30"]


def test_an_absence_takes_only_its_own_time() -> None:
    away = interpreter(absences=(Slot(at("2026-11-24 08:30"), at("2026-11-24 15:30")),))
    assert on_tuesday(away) == ["15:30", "16:00"]


def test_a_booking_and_the_buffers_around_it_are_not_free() -> None:
    someone = interpreter(before=timedelta(minutes=10), after=timedelta(minutes=20))
    free = on_tuesday(someone, taken=taken_by(someone, hour("2026-11-24 10:00")))
    assert free[:3] == ["08:00", "08:30", "13:00"]


def test_without_buffers_bookings_may_touch() -> None:
    free = on_tuesday(interpreter(), taken=taken_by(interpreter(), hour("2026-11-24 09:00")))
    assert free[:2] == ["08:00", "10:00"]


def test_nobody_works_more_than_the_daily_maximum() -> None:
    someone = interpreter(daily_most=2)
    two = taken_by(someone, hour("2026-11-24 08:00"), hour("2026-11-24 09:00"))
    assert on_tuesday(someone, taken=two[:1])
    assert on_tuesday(someone, taken=two) == []


def test_in_person_slots_lie_within_the_offices_hours_too() -> None:
    assert on_tuesday(interpreter(), Wish("uk", Mode.IN_PERSON, 60, "brno"))[-1] == "11:00"
    assert on_tuesday(interpreter(), Wish("uk", Mode.IN_PERSON, 60, "nobody-knows-when")) == []


def test_in_person_only_at_the_interpreters_offices() -> None:
    wish = Wish("uk", Mode.IN_PERSON, 60, "brno")
    assert on_tuesday(interpreter(offices=frozenset({"praha"})), wish) == []
    assert on_tuesday(interpreter(offices=frozenset({"praha", "brno"})), wish)


def test_nobody_works_on_a_public_holiday() -> None:
    calendar = Calendar({TUESDAY})
    slots = availability(calendar=calendar).slots(PHONE, [interpreter()], window_of(NOW, 3))
    assert {slot.day.day for slot in slots} == {23, 25}


def test_slots_are_neither_too_soon_nor_too_far() -> None:
    slots = list(availability().slots(PHONE, [interpreter()], window_of(NOW, 100)))
    assert slots[0].starts == at("2026-11-23 13:00")
    assert slots[-1].starts < NOW + BookingPolicy().horizon <= slots[-1].starts + timedelta(days=4)


def test_two_interpreters_share_one_slot_of_the_list() -> None:
    both = [interpreter("oksana"), interpreter("petro")]
    slots = availability(taken_by(both[0], hour("2026-11-24 08:00"))).slots(PHONE, both, window_of(NOW, 2))
    assert [one.id for one in slots[hour("2026-11-24 08:00")]] == ["petro"]
    assert [one.id for one in slots[hour("2026-11-24 09:00")]] == ["oksana", "petro"]


@pytest.mark.parametrize(
    ("starts", "wish", "reason"),
    [
        ("2026-11-24 09:00", PHONE, None),
        ("2026-11-24 09:00", Wish("uk", Mode.PHONE, 45), Reason.LENGTH),
        ("2026-11-20 09:00", PHONE, Reason.PAST),
        ("2026-11-23 11:00", PHONE, Reason.TOO_SOON),
        ("2027-06-01 09:00", PHONE, Reason.TOO_FAR),
        ("2026-11-27 09:00", PHONE, Reason.HOLIDAY),
        ("2026-11-28 09:00", PHONE, Reason.NOBODY_WORKS),
        ("2026-11-24 12:00", PHONE, Reason.NOBODY_WORKS),
        ("2026-11-24 09:00", Wish("vi", Mode.PHONE, 60), Reason.NOBODY_WORKS),
        ("2026-11-24 15:00", Wish("uk", Mode.IN_PERSON, 60, "brno"), Reason.OFFICE_CLOSED),
        ("2026-11-24 10:30", PHONE, Reason.TAKEN),
    ],
)
def test_a_time_that_cannot_be_booked_has_a_reason(starts: str, wish: Wish, reason: Reason | None) -> None:
    someone, calendar = interpreter(), Calendar({date(2026, 11, 27)})
    now = availability(taken_by(someone, hour("2026-11-24 10:00")), calendar=calendar)
    slot = Slot(at(starts), at(starts) + timedelta(minutes=wish.minutes))
    assert now.why_not(slot, wish, [someone]) == reason


def test_what_is_listed_is_what_can_be_booked() -> None:
    someone = interpreter(before=timedelta(minutes=15), after=timedelta(minutes=15))
    now = availability(taken_by(someone, hour("2026-11-24 10:00"), hour("2026-11-25 14:00")))
    listed = set(now.slots(PHONE, [someone], window_of(NOW, 7)))
    every = [NOW + timedelta(minutes=30 * number) for number in range(7 * 48 - 20)]
    bookable = {Slot(one, one + timedelta(hours=1)) for one in every}
    assert {slot for slot in bookable if now.why_not(slot, PHONE, [someone]) is None} == listed
    assert listed


@pytest.mark.parametrize(
    ("day", "starts"),
    [("2026-10-25", ["07:00"]), ("2027-03-28", ["06:00"])],
)
def test_on_a_day_in_which_the_clock_jumps_hours_are_those_of_the_wall(day: str, starts: list[str]) -> None:
    someone = interpreter(weekly={6: parse_spans("8:00-9:00")})
    began = at(f"{day} 00:00")
    slots = availability(now=began - timedelta(days=2)).slots(PHONE, [someone], window_of(began, 1))
    assert [f"{slot.starts:%H:%M}" for slot in slots] == starts
