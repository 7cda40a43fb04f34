"""Dates and times in figures, and the figures that are neither: money, telephones, paragraphs."""

import re
from collections.abc import Iterator
from datetime import date

from bot.language.dates.model import Problem
from bot.language.dates.spans import Day, Moment, Span, Weekday

_MONEY = (
    "kč|kc|czk|eur|euro|eura|usd|€|[$]|korun|koruny|koruna|крон|крони|корун|đồng|كرون|كورون|"
    "%|процент|відсотк|percent|tis|mil"
)
_MEASURES = "km|kg|m2|rok|let|год|рок|лет|year|month|měs|mes|міс|мес|hod|час|hour|day|dn|дн"
_SHARES = r"úvaz|uvaz|roku|hodin|став|of|part|time|an?\b|lương|год|рок|دوام"
NO_DATE = re.compile(
    "|".join(
        (
            r"§+ ?\d[\w./]*",
            r"\+\d[\d ()-]{6,}\d",  # a telephone number
            r"(?<!\d)\d{3}[ .-]?\d{3}[ .-]?\d{3}(?!\d)",
            rf"(?<!\d)\d[\d .,]{{0,20}}(?:{_MONEY})",
            r"(?:czk|eur|€|[$]) ?\d[\d .,]*",
            r"(?<!\d)24/7(?!\d)",
            rf"(?<!\d)(?:1/[234]|2/3|3/4) (?={_SHARES})",
            rf"\d+[.,]\d+ ?(?=(?:{_MEASURES}))",
        )
    )
)
_ISO = re.compile(r"(?<![\w.-])(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\w.,:/+-])(?P<day>\d{1,2})(?P<sep>[./-]) ?(?P<month>\d{1,2})"
    r"(?:(?P=sep)? ?(?:năm |nam )?(?P<year>20\d\d)|(?P=sep)(?P<short>\d\d)(?![:.]\d))?(?P<end>[.]?)(?![\w:]|[.,/-]\d)"
)
_CLOCK = re.compile(
    r"(?<![\w.,:/+-])(?P<hour>\d{1,2}) ?(?P<sep>[:h.-])(?P<minute>\d{2})(?!\d|[.:/-]\d)(?::\d\d)?"
    r"(?: ?(?:(?P<half>[ap])[.]?m[.]?|h|hod|g))?(?!\w)"
    r"|(?<![\w.,:/+-])(?P<bare>\d{1,2}) ?(?:(?P<ap>[ap])[.]?m[.]?|h|hod|год|ч)(?!\w)"
)


def figures(text: str, today: date) -> Iterator[Span]:
    """Every date and time in figures; one that can be both (3.12) is both, the reader decides."""
    for found in _ISO.finditer(text):
        yield Span(*found.span(), Day.of(found["day"], found["month"], found["year"], today))
    for found in _DAY_FIRST.finditer(text):
        yield from _day_first(found, today)
    for found in _CLOCK.finditer(text):
        yield from _clock(found)


def _day_first(found: re.Match[str], today: date) -> Iterator[Span]:
    year = found["year"] or (f"20{found['short']}" if found["short"] else None)
    if found["sep"] == "-" and year is None:
        return
    sure = bool(year or (found["end"] and found["sep"] == "."))
    if int(found["month"]) > 12 or not 1 <= int(found["day"]) <= 31:
        if sure and not (found["sep"] == "." and int(found["day"]) < 24 and len(found["month"]) == 2 and not year):
            yield Span(*found.span(), Day(None, problem=Problem.NO_SUCH_DAY))
        return
    if int(found["month"]) and (year is None or len(year) == 4):
        yield Span(*found.span(), Day.of(found["day"], found["month"], year, today))


def _clock(found: re.Match[str]) -> Iterator[Span]:
    hour, minute = int(found["bare"] or found["hour"]), int(found["minute"] or 0)
    half = found["half"] or found["ap"]
    dotted = found["sep"] == "."
    if hour > 23 or minute > 59:
        if found["sep"] == ":" and minute < 60:
            yield Span(*found.span(), Moment(0, problem=Problem.NO_SUCH_TIME))
        return
    if found["sep"] == "-" and minute not in (0, 15, 30, 45):
        return
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    written = (found["bare"] or found["hour"]).startswith("0") or hour == 0
    yield Span(*found.span(), Moment(hour * 60 + minute, exact=bool(half) or written), weak=dotted and minute < 13)


def dotted_time(spans: list[Span], text: str) -> list[Span]:
    """In "5.12. v 9.10" the second is a time: a day without a closing dot, beside another day, that can be one."""
    days = [span for span in spans if isinstance(span.meaning, Day | Weekday)]
    if len(days) < 2:
        return spans
    return [_as_time(span, text[span.start : span.end]) or span for span in spans]


def _as_time(span: Span, said: str) -> Span | None:
    found = re.fullmatch(r"(\d{1,2})[.](\d\d)", said)
    if found is None or int(found[1]) > 23 or not isinstance(span.meaning, Day):
        return None
    moment = Moment(int(found[1]) * 60 + int(found[2]), exact=found[1].startswith("0"))
    return span.meaning_instead(moment)
