"""Finds the spans of a message in one language and keeps those that don't contradict each other."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.language.dates.grammar import Grammar, Rule
from bot.language.dates.numeric import NO_DATE, figures
from bot.language.dates.spans import Day, DayPart, Meaning, Moment, Span, Week, Weekday

_FILLER = "¤"
_DIGITS = re.compile(r"\d+")


def spans(text: str, language: Grammar, today: date) -> list[Span]:
    """In the order of the text, none overlapping."""
    text = _without(NO_DATE, text)
    if language.ignored:
        text = _without(language.ignored, text)
    found = [*figures(text, today), *_worded(text, language, today)]
    return _settled(_longest(found))


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: _FILLER * len(found.group()), text)


def _worded(text: str, language: Grammar, today: date) -> Iterator[Span]:
    for rule in language.rules:
        for found in rule.pattern.finditer(text):
            meaning = _meaning(rule, found.groupdict(), language, today)
            if meaning is not None:
                yield Span(*found.span(), meaning, rule.weak)


def _meaning(rule: Rule, said: dict[str, str | None], language: Grammar, today: date) -> Meaning | None:
    def value(name: str, listed: str | None = None) -> int | None:
        """A number in figures or in words."""
        text = said.get(name) or ""
        if digits := _DIGITS.match(text):
            return int(digits.group())
        number = language.value(listed or name, text)
        return number if isinstance(number, int) else None

    def word(name: str) -> str:
        return said.get(name) or ""

    match rule.kind:
        case "offset" | "part_day":
            return _offset(said, language, today)
        case "weekday":
            which = language.value("which", word("which")) if said.get("which") else None
            return Weekday(language.value("weekday", word("weekday")), which)
        case "abbreviation":
            return Weekday(language.value("abbreviation", word("abbreviation")))
        case "week":
            return Week(language.value("week", word("week")))
        case "part":
            return DayPart(language.value("part", word("part")))
        case "fixed":
            hour, minute = language.value("fixed", word("fixed")).split(":")
            return Moment(int(hour) * 60 + int(minute), exact=True)
        case "day_month":
            month = value("month_number") or value("month")
            day = value("day", "ordinal")
            return Day.of(day, month, said.get("year"), today) if day and month and month <= 12 else None
        case "day_only":
            day = value("day", "ordinal")
            return Day.of_month(day, today) if day and day <= 31 else None
        case "shift":
            number = value("number", "number_word") if said.get("number") else 1
            return Day.after(number, language.value("unit", word("unit")), today) if number is not None else None
        case _:
            return _moment(rule, said, language, value("hour", "hour_word"), value("minutes", "minutes_word"))


def _offset(said: dict[str, str | None], language: Grammar, today: date) -> Day:
    """`d1` in a pattern is tomorrow, `d0e` this evening."""
    name = next((name for name, text in said.items() if text and re.fullmatch(r"d\de?", name)), None)
    offset = int(name[1]) if name else language.value("offset", said["offset"] or "")
    part = "evening" if name and name.endswith("e") else None
    if after := said.get("part_after"):
        part = language.value("part_after", after)
    return Day(today + timedelta(days=offset), part=part)


def _moment(
    rule: Rule, said: dict[str, str | None], language: Grammar, hour: int | None, minutes: int | None
) -> Moment | None:
    if hour is None or hour > 23 or (rule.kind != "hour" and minutes is None):
        return None
    shift = {"hour": rule.shift, "plus": minutes, "minus": -(minutes or 0), "into": (minutes or 0) - 60}[rule.kind]
    named = said.get("part_after") or said.get("part")
    part = language.value("part_after" if said.get("part_after") else "part", named) if named else None
    text = said.get("hour") or ""
    return Moment(hour * 60 + (shift or 0), exact=text.startswith("0") or hour > 12, part=part)


def _longest(found: Iterable[Span]) -> list[Span]:
    """The longest first; a twin of the same length gives way, the strong before the weak."""
    kept: list[Span] = []
    for span in sorted(found, key=_preference):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _preference(span: Span) -> tuple[bool, int, bool, int]:
    """Weeks go first: in "next week Tuesday" the week is next, not the Tuesday."""
    return not isinstance(span.meaning, Week), span.start - span.end, span.weak, span.start


def _settled(kept: list[Span]) -> list[Span]:
    """Without weak weekdays that stand alone in a longer message."""
    firm = [span for span in kept if not span.weak]
    return [
        span
        for span in kept
        if not span.weak or isinstance(span.meaning, Moment) or any(_close(span, other) for other in firm)
    ]


def _close(span: Span, other: Span) -> bool:
    return min(abs(span.start - other.end), abs(other.start - span.end)) <= 4
