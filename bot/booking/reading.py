"""Languages, hours and days as staff type them. Each raises `Untypable`, whose text says how to write it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from bot.booking.local_time import instant, midnight
from bot.booking.model import Level, Slot
from bot.directory.hours import Spans, parse_spans
from bot.errors import InvalidInput

DAY = timedelta(days=1)


class Untypable(InvalidInput):
    """It isn't written in a way that is understood here."""


def languages_of(texts: Iterable[str]) -> Mapping[str, Level]:
    """From `uk:native` and the like; a language without a level is known fluently."""
    levels: dict[str, Level] = {}
    for text in texts:
        language, _, level = text.partition(":")
        if not (language.isascii() and language.isalpha() and len(language) in (2, 3)) or level not in ("", *Level):
            raise Untypable(f"{text!r}: write a language code and a level ({', '.join(Level)}), such as uk:native")
        levels[language.lower()] = Level(level or Level.FLUENT)
    return levels


def spans_of(text: str) -> Spans:
    try:
        return parse_spans(text)
    except ValueError as error:
        raise Untypable(f"{error}; write hours as 8:00-12:00, 13:00-17:00 or closed") from error


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Untypable(f"{text!r} isn't a day; write it as 2026-12-31") from error


def absence_of(first: str, last: str | None) -> Slot:
    """From the beginning of the first day to the end of the last, unless hours are told."""
    starts, ends = _moment(first), _moment(last or first)
    begins = midnight(starts) if type(starts) is date else _instant(starts)
    over = midnight(ends + DAY) if type(ends) is date else _instant(ends)
    if over <= begins:
        raise Untypable(f"{last} is not after {first}")
    return Slot(begins, over)


def _moment(text: str) -> date:
    """A day, or a datetime without zone."""
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-12-31") else datetime.fromisoformat(text)
    except ValueError as error:
        raise Untypable(f"{text!r}: write a day as 2026-12-31, an hour of it as 2026-12-31T10:00") from error


def _instant(moment: date) -> datetime:
    at = moment.time() if isinstance(moment, datetime) else time()
    return instant(moment.date() if isinstance(moment, datetime) else moment, at)
