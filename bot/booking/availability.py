"""When is somebody free. The list of free slots and every booking are judged by `Availability.slots_of` alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.booking.errors import Reason
from bot.booking.local_time import CELL, midnight, open_cells
from bot.booking.model import Interpreter, Mode, Slot, Taken, Wish
from bot.booking.policy import BookingPolicy
from bot.clock import office_day
from bot.directory.hours import Spans


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
        self._busy: Mapping[str, list[Slot]] = defaultdict(list)
        self._work: Counter[tuple[str, date]] = Counter()
        self._load: Counter[str] = Counter()
        for one in taken:
            self._work[one.interpreter_id, one.slot.day] += 1
            self._load[one.interpreter_id] += 1
            if one.occupies:
                self._busy[one.interpreter_id].append(one.busy)

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
        if not _covered(slot, self._office_cells(slot.day, wish)):
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
        hours = interpreter.hours_on(day)
        if not hours:
            return
        cells = open_cells(day, hours)
        office = self._office_cells(day, wish)
        cells = cells if office is None else cells & office
        length, busy = timedelta(minutes=wish.minutes), self._busy[interpreter.id]
        for cell in sorted(cells):
            if all(cell + part in cells for part in _parts(length)):
                slot = Slot(cell, cell + length)
                taken = interpreter.busy(slot)
                if not any(map(slot.overlaps, interpreter.absences)) and not any(map(taken.overlaps, busy)):
                    yield slot

    def _office_cells(self, day: date, wish: Wish) -> frozenset[datetime] | None:
        """The open cells of the office; None when no office matters."""
        if wish.mode is not Mode.IN_PERSON or wish.office is None:
            return None
        return open_cells(day, self._open_days.office_hours(wish.office, day))


def window_of(since: datetime, days: int) -> Window:
    """From an instant to the end of the day so many days later."""
    return Window(since, midnight(office_day(since) + timedelta(days=days)))


def _parts(length: timedelta) -> list[timedelta]:
    return [CELL * number for number in range(-(-length // CELL))]


def _covered(slot: Slot, cells: frozenset[datetime] | None) -> bool:
    return cells is None or all(slot.starts + part in cells for part in _parts(slot.ends - slot.starts))


def _works(interpreter: Interpreter, slot: Slot) -> bool:
    hours = open_cells(slot.day, interpreter.hours_on(slot.day))
    return _covered(slot, hours) and not any(map(slot.overlaps, interpreter.absences))
