"""Interpreters at work: a clock that a test sets, office hours that a test sees, and real databases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.booking.model import Interpreter, Level, Mode, Wish
from bot.booking.policy import BookingPolicy
from bot.booking.service import BookingService
from bot.booking.staffing import Staffing
from bot.clock import OFFICE_ZONE
from bot.directory.hours import Spans, parse_spans
from bot.storage.database import Database
from bot.storage.tables import conversations
from tests.conversations.conftest import Hands

WEEK = parse_spans("8:00-12:00, 13:00-17:00")
OFFICE_WEEK: dict[int, Spans] = {0: parse_spans("8:00-17:00"), 1: parse_spans("8:00-13:00")}
PHONE = Wish("uk", Mode.PHONE, 60)


@dataclass
class Calendar:
    """Offices that are open on Monday all day and on Tuesday morning."""

    holidays: set[date] = field(default_factory=set)

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays

    def office_hours(self, office: str, day: date) -> Spans:
        return OFFICE_WEEK.get(day.weekday(), ()) if office == "brno" and day not in self.holidays else ()


def at(text: str) -> datetime:
    """An instant, from the office's time: `2026-11-24 10:00`, with an offset where the clock jumps."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)).astimezone(UTC)


def interpreter(name: str = "oksana", **changes: object) -> Interpreter:
    values: dict[str, object] = {
        "id": name,
        "name": name.title(),
        "languages": {"uk": Level.NATIVE, "ru": Level.FLUENT},
        "modes": frozenset(Mode),
        "before": timedelta(0),
        "after": timedelta(0),
        "weekly": dict.fromkeys(range(5), WEEK),
    }
    return Interpreter(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Hands:
    """Monday 23 November 2026, ten in the morning at the office."""
    return Hands()


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def service(database: Database, clock: Hands, calendar: Calendar) -> BookingService:
    return BookingService(database, clock, calendar, BookingPolicy())


@pytest.fixture
def staffing(database: Database, clock: Hands) -> Staffing:
    return Staffing(database, clock)


@pytest.fixture
def oksana(staffing: Staffing) -> Interpreter:
    oksana = interpreter()
    staffing.add([oksana])
    return oksana


@pytest.fixture
def start_conversation(database: Database, clock: Hands) -> Callable[[str], str]:
    def start(name: str) -> str:
        values = {"id": name, "token_hash": name, "channel": "web", "language": "uk"}
        with database.transaction() as connection:
            connection.execute(insert(conversations).values(**values, created_at=clock(), last_at=clock()))
        return name

    return start
