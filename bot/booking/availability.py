"""When is somebody free. The list of free slots and every booking are judged by `Availability.slots_of` alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from bot.booking.errors import Reason
from bot.booking.local_time import CELL, midnight, open_cells
from bot.booking.model import Interpreter, Mode, Slot, Taken, Wish
from bot.booking.policy import BookingPolicy
from bot.clock import office_day
from bot.directory.hours import Spans

DAY = timedelta(days=1)


class OpenDays(Protocol):
    """When the offices are open: what booking needs to know of the directory."""

    def is_holiday(self, day: date) -> bool: ...

    def office_hours(self, office: str, day: date) -> Spans:
        """Nothing on a holiday, and nothing when the hours aren't known: nobody is sent to a closed door."""
        ...


@dataclass(frozen=True)
class Window:
    """Slots are looked for that start from `since` and before `until`."""

    since: datetime
    until: datetime

    def days(self) -> Iterator[date]:
        day, last = office_day(self.since), office_day(self.until)
        while day <= last:
            yield day
            day += timedelta(days=1)


class Availability:
    """What is free as of one instant and one state of the bookings."""

    def __init__(self, policy: BookingPolicy, open_days: OpenDays, taken: Iterable[Taken], now: datetime) -> None:
        self._policy = policy
        self._open_days = open_days
        self._now = now
        self._busy: dict[tuple[str, date], list[Slot]] = defaultdict(list)
        self._work: Counter[tuple[str, date]] = Counter()
        self._load: Counter[str] = Counter()
        for one in taken:
            self._work[one.interpreter_id, one.slot.day] += 1
            self._load[one.interpreter_id] += 1
            if one.occupies:
                # A slot and the buffers of its neighbours may lie on both sides of midnight.
                for day in {one.busy.day - DAY, one.busy.day, one.busy.day + DAY}:
                    self._busy[one.interpreter_id, day].append(one.busy)

    def load(self, interpreter_id: str) -> int:
        """How much work the interpreter has in the time that was looked at."""
        return self._load[interpreter_id]

    def slots(self, wish: Wish, interpreters: Iterable[Interpreter], window: Window) -> dict[Slot, list[Interpreter]]:
        """The free slots in order of time, each with those who are free then."""
        found: dict[Slot, list[Interpreter]] = defaultdict(list)
        for interpreter in interpreters:
            for slot in self.slots_of(interpreter, wish, window):
                found[slot].append(interpreter)
        return {slot: found[slot] for slot in sorted(found)}

    def slots_of(self, interpreter: Interpreter, wish: Wish, window: Window) -> Iterator[Slot]:
        """The slots of one interpreter that can be booked now."""
        if not interpreter.can(wish) or wish.minutes not in self._policy.slot_minutes:
            return
        since = max(window.since, self._now + self._policy.notice)
        until = min(window.until, self._now + self._policy.horizon)
        for day in window.days():
            if self._work[interpreter.id, day] < interpreter.daily_most:
                yield from (slot for slot in self._on(day, interpreter, wish) if since <= slot.starts < until)

    def why_not(self, slot: Slot, wish: Wish, interpreters: Iterable[Interpreter]) -> Reason | None:
        """The first reason why a slot can't be booked; None when it can."""
        window = Window(slot.starts, slot.ends)
        able = [one for one in interpreters if one.can(wish)]
        if any(slot in self.slots_of(one, wish, window) for one in able):
            return None
        if reason := self._why_never(slot):
            return reason
        if self._open_days.is_holiday(slot.day):
            return Reason.HOLIDAY
        office = self._office_hours(slot.day, wish)
        if office is not None and not _covered(slot, office):
            return Reason.OFFICE_CLOSED
        return Reason.TAKEN if any(_works(one, slot) for one in able) else Reason.NOBODY_WORKS

    def _why_never(self, slot: Slot) -> Reason | None:
        if slot.minutes not in self._policy.slot_minutes:
            return Reason.LENGTH
        if slot.starts <= self._now:
            return Reason.PAST
        if slot.starts < self._now + self._policy.notice:
            return Reason.TOO_SOON
        return Reason.TOO_FAR if slot.starts >= self._now + self._policy.horizon else None

    def _on(self, day: date, interpreter: Interpreter, wish: Wish) -> Iterator[Slot]:
        """The slots of a day that hours, absences and other bookings leave."""
        if self._open_days.is_holiday(day):
            return
        office = self._office_hours(day, wish)
        away, busy = interpreter.absences, self._busy.get((interpreter.id, day), ())
        for slot in _slots_within(day, interpreter.hours_on(day), office, wish.minutes):
            if away and any(map(slot.overlaps, away)):
                continue
            if busy and any(map(interpreter.busy(slot).overlaps, busy)):
                continue
            yield slot

    def _office_hours(self, day: date, wish: Wish) -> Spans | None:
        """When the office is open; None when no office matters."""
        if wish.mode is not Mode.IN_PERSON or wish.office is None:
            return None
        return self._open_days.office_hours(wish.office, day)


def window_of(since: datetime, days: int) -> Window:
    """From an instant to the end of the day so many days later."""
    return Window(since, midnight(office_day(since) + timedelta(days=days)))


@lru_cache(maxsize=4096)
def _slots_within(day: date, hours: Spans, office: Spans | None, minutes: int) -> tuple[Slot, ...]:
    """Every slot of a day within both hours; many interpreters work the same, so it is worked out once for all."""
    cells = open_cells(day, hours) if office is None else open_cells(day, hours) & open_cells(day, office)
    length = timedelta(minutes=minutes)
    slots = (Slot(cell, cell + length) for cell in sorted(cells))
    return tuple(slot for slot in slots if _cells_of(slot) <= cells)


def _cells_of(slot: Slot) -> set[datetime]:
    return {slot.starts + CELL * number for number in range(-(-(slot.ends - slot.starts) // CELL))}


def _covered(slot: Slot, hours: Spans) -> bool:
    return _cells_of(slot) <= open_cells(slot.day, hours)


def _works(interpreter: Interpreter, slot: Slot) -> bool:
    return _covered(slot, interpreter.hours_on(slot.day)) and not any(map(slot.overlaps, interpreter.absences))
