"""Who interprets, when, and what was booked: plain values. Instants are UTC, days and hours are those of the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.clock import OFFICE_ZONE, office_day
from bot.directory.hours import Spans


class Mode(StrEnum):
    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class Level(StrEnum):
    """How well an interpreter knows a language, the best last."""

    BASIC = "basic"
    FLUENT = "fluent"
    NATIVE = "native"


class Status(StrEnum):
    """`EXPIRED` is a hold that nobody confirmed; `MOVED` is the trace that a booking leaves where it stood before."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MOVED = "moved"
    DONE = "done"
    NO_SHOW = "no_show"


OCCUPYING = (Status.HELD, Status.CONFIRMED)
"""What takes an interpreter's time; the database lets no two of these overlap."""

COUNTED = (*OCCUPYING, Status.DONE, Status.NO_SHOW)
"""What counts as work of a day."""


@dataclass(frozen=True, order=True)
class Slot:
    """A time from `starts` up to, and without, `ends`."""

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.starts.tzinfo is not UTC or self.ends.tzinfo is not UTC:
            raise ValueError("a slot is made of UTC instants")
        if self.starts >= self.ends:
            raise ValueError("a slot ends after it starts")

    @property
    def day(self) -> date:
        return office_day(self.starts)

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts) / timedelta(minutes=1))

    def overlaps(self, other: "Slot") -> bool:
        return self.starts < other.ends and other.starts < self.ends

    def widened(self, before: timedelta, after: timedelta) -> "Slot":
        return Slot(self.starts - before, self.ends + after)

    def __str__(self) -> str:
        starts, ends = self.starts.astimezone(OFFICE_ZONE), self.ends.astimezone(OFFICE_ZONE)
        return f"{starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"


@dataclass(frozen=True)
class Interpreter:
    """`weekly` has the hours of weekdays (Monday is 0), `days` those of single days instead; absences win over both.

    `before` and `after` are kept free around each booking; in person only at `offices`, anywhere when there are none.
    """

    id: str
    name: str
    languages: Mapping[str, Level]
    modes: frozenset[Mode]
    offices: frozenset[str] = frozenset()
    before: timedelta = timedelta(minutes=15)
    after: timedelta = timedelta(minutes=15)
    daily_most: int = 6
    weekly: Mapping[int, Spans] = field(default_factory=dict)
    days: Mapping[date, Spans] = field(default_factory=dict)
    absences: tuple[Slot, ...] = ()

    def hours_on(self, day: date) -> Spans:
        return self.days.get(day, self.weekly.get(day.weekday(), ()))

    def busy(self, slot: Slot) -> Slot:
        """The time that a booking of this slot takes, buffers included."""
        return slot.widened(self.before, self.after)

    def can(self, wish: "Wish") -> bool:
        """Whether the interpreter fits at all, whenever it were."""
        here = wish.mode is not Mode.IN_PERSON or not self.offices or wish.office in self.offices
        mine = wish.interpreter_id in (None, self.id)
        return wish.language in self.languages and wish.mode in self.modes and here and mine


@dataclass(frozen=True)
class Wish:
    """What somebody asks for; `office` only in person, `interpreter_id` only when it may be nobody else."""

    language: str
    mode: Mode
    minutes: int
    office: str | None = None
    interpreter_id: str | None = None

    def __post_init__(self) -> None:
        if (self.mode is Mode.IN_PERSON) != (self.office is not None):
            raise ValueError("an office is named in person, and only then")


@dataclass(frozen=True)
class Taken:
    """The time of an interpreter that a booking takes. `busy` includes the buffers; done ones only count."""

    interpreter_id: str
    booking_id: str
    slot: Slot
    busy: Slot
    occupies: bool


@dataclass(frozen=True)
class Asker:
    """On whose behalf a booking is changed: a conversation, which sees its own alone, or the staff, who see all."""

    conversation_id: str | None

    @property
    def owner(self) -> str:
        """Whose idempotency keys these are; it leads back to no conversation, so that an erased one leaves no name."""
        return "staff" if self.conversation_id is None else sha256(self.conversation_id.encode()).hexdigest()

    def may_see(self, booking: "Booking") -> bool:
        return self.conversation_id in (None, booking.conversation_id)


STAFF = Asker(None)


@dataclass(frozen=True)
class Booking:
    """`id` never changes and names the calendar entry; `sequence` rises with each move. A trace has no reference."""

    id: str
    reference: str | None
    interpreter_id: str
    conversation_id: str | None
    language: str
    mode: Mode
    office: str | None
    topic: str | None
    slot: Slot
    zone: str
    status: Status
    hold_until: datetime | None
    sequence: int

    @property
    def wish(self) -> Wish:
        """What would have to be asked for to get such a booking again, by whomever."""
        return Wish(self.language, self.mode, self.slot.minutes, self.office)
