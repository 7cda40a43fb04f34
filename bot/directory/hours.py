"""Opening hours: of a week, of a day, and whether it is open now. All times are those of the office's clock."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bot.clock import OFFICE_ZONE
from bot.knowledge.model import Confidence, Fact

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOSED = "closed"
DAYS_AHEAD = 14
"""How far the next opening is looked for; no run of holidays is longer."""

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s?[–-]\s?(\d{1,2}):(\d{2})")
_FACT = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Span:
    """A time in which the counter is open; at `closes` it is closed already."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


Spans = tuple[Span, ...]
SpansOn = Callable[[date], Spans | None]


def parse_spans(text: str) -> Spans:
    """From `8:00–12:00, 13:00–17:00` or `closed`. Raises ValueError for another form, or times out of order."""
    if text.strip() == CLOSED:
        return ()
    spans = tuple(_span(part) for part in text.split(","))
    times = [moment for span in spans for moment in (span.opens, span.closes)]
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise ValueError(f"{text!r}: the times are not in order")
    return spans


def fact_named(text: str) -> str | None:
    """The fact's id when the text is `{fact-id}` and nothing else."""
    match = _FACT.fullmatch(text.strip())
    return match[1] if match else None


@dataclass(frozen=True)
class WeeklyHours:
    """`days` has a text for each weekday that is named (Monday is 0): times, `closed`, or a fact. Others are closed."""

    days: Mapping[int, str]
    valid_from: date | None
    temporary: bool
    source: str
    checked: date | None
    confidence: Confidence

    def on(self, day: date, facts: Mapping[str, Fact]) -> Spans | None:
        """The times of an ordinary day; None when they aren't known for it. Holidays are another matter."""
        if self.confidence is Confidence.UNSURE or (self.valid_from and day < self.valid_from):
            return None
        text = self.days.get(day.weekday(), CLOSED)
        if fact_id := fact_named(text):
            fact = facts.get(fact_id)
            value = fact.on(day) if fact else None
            if value is None or value.confidence is Confidence.UNSURE:
                return None
            text = str(value.value)
        return parse_spans(text)


@dataclass(frozen=True)
class Opening:
    """Open or closed at an instant; `changes` is when that ends (office time), None when it isn't known."""

    is_open: bool
    changes: datetime | None


def opening(at: datetime, spans_on: SpansOn) -> Opening | None:
    """The state at an instant; `spans_on` gives the times of a day, holidays included. None: not known for that day."""
    now = at.astimezone(OFFICE_ZONE)
    today = spans_on(now.date())
    if today is None:
        return None
    for span in today:
        if span.opens <= now.time() < span.closes:
            return Opening(True, datetime.combine(now.date(), span.closes, OFFICE_ZONE))
    return Opening(False, _next_opening(now, spans_on))


def _next_opening(now: datetime, spans_on: SpansOn) -> datetime | None:
    for ahead in range(DAYS_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        for span in spans_on(day) or ():
            if ahead or span.opens > now.time():
                return datetime.combine(day, span.opens, OFFICE_ZONE)
    return None


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} isn't a time such as 8:00–17:00")
    return Span(time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4])))


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
