"""`read`: the day and time a message names, in the language given or in another of the same script."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.language.dates.dst import hour_problem
from bot.language.dates.grammar import LANGUAGES, Grammar, grammar
from bot.language.dates.matching import spans
from bot.language.dates.model import ZONE, Problem, Understood
from bot.language.dates.numeric import dotted_time
from bot.language.dates.spans import PARTS, Day, DayPart, Moment, Span, Week, Weekday
from bot.language.dates.spelling import folded, plain, to_cyrillic

LONGEST = 600  # characters looked at: who books writes a line, not a letter
_SCRIPTS = {"latin": ("cs", "en", "vi", "uk", "ru"), "cyrillic": ("uk", "ru"), "arabic": ("ar",)}
_LETTERS = {"latin": re.compile("[a-zà-ỹ]"), "cyrillic": re.compile("[а-яёіїєґ]"), "arabic": re.compile("[ء-ي]")}
_WORD = re.compile(r"[^\W\d_]+")
_SURELY = 3  # words
_NEXT_TO = 5  # characters between a weekday and its date


def read(text: str, language: str, now: datetime) -> Understood | None:
    """What the message says about when; nothing when it names neither a day nor a time.

    `now` is any aware instant; days and times are the office's (Europe/Prague). A message in another language than
    `language` is understood too when only that language finds a day in it.
    """
    here = now.astimezone(ZONE)
    plainly = plain(text[:LONGEST])
    in_latin = False
    best: tuple[tuple[bool, int, bool], Understood] | None = None
    for code in _languages(plainly, language):
        known = grammar(code)
        own = code == language
        typed = to_cyrillic(plainly, known.spellings) if known.spellings else plainly
        if own:
            in_latin = _in_latin(plainly, typed)
        elif (in_latin and code not in _SCRIPTS["cyrillic"]) or not _may_name(typed, known):
            continue
        found = spans(typed, known, here.date())
        found = _fitting(found, typed, own)
        if not found:
            continue
        understood = _Reading(typed, known, here, found).understood()
        covered = sum(span.end - span.start for span in found)
        rank = (_has_day(understood), covered if own else covered - 1, own)
        if best is None or rank > best[0]:
            best = (rank, understood)
        if own and _has_day(understood) and (understood.clock or len(typed) - covered < _NEXT_TO):
            break
    return best[1] if best else None


def _may_name(text: str, language: Grammar) -> bool:
    return not language.names.isdisjoint(_WORD.findall(folded(text)))


def _in_latin(typed: str, read_as: str) -> bool:
    """Whether the words are Ukrainian or Russian in Latin letters; Czech that looks like it is chance then."""
    before, after = typed.split(), read_as.split()
    return sum(one != other for one, other in zip(before, after, strict=True)) >= _SURELY


def _languages(text: str, language: str) -> Sequence[str]:
    """The language given, then those whose letters stand in the text; only figures are the same in all."""
    scripts = [name for name, letters in _LETTERS.items() if letters.search(text)]
    others = [code for name in scripts for code in _SCRIPTS[name]]
    given = [language] if language in LANGUAGES else ["en"]
    return list(dict.fromkeys([*given, *others]))


def _has_day(understood: Understood) -> bool:
    return understood.day is not None or understood.problem is not None


def _fitting(found: list[Span], text: str, own: bool) -> list[Span]:
    """A weak word counts in the language given only: beside something firm, or as the whole message."""
    if any(span.weak and isinstance(span.meaning, Day | Weekday) for span in found) and not own:
        found = [span for span in found if not span.weak or isinstance(span.meaning, Moment)]
    return found


class _Reading:
    """One message in one language: mentions of days and times, and which of them count."""

    def __init__(self, text: str, language: Grammar, here: datetime, found: list[Span]) -> None:
        self.text, self.language, self.here = text, language, here
        self.today = here.date()
        self.found = dotted_time(found, text)
        self.corrected = bool(language.corrects.search(text))
        self.unsure = False

    def understood(self) -> Understood:
        moment = self._moment()
        part = self._part(moment)
        clock, problem = self._clock(moment, part)
        day = self._day(clock)
        if day is None:
            return Understood(None, clock, PARTS.get(part or ""), problem, self.unsure)
        if day.part and not (moment and moment.part):
            part = day.part
            clock, problem = self._clock(moment, part)
        problem = day.problem or problem
        if day.on is None:
            return Understood(None, clock, PARTS.get(part or ""), problem, self.unsure)
        problem = problem or self._passed(day.on, clock) or hour_problem(day.on, clock)
        return Understood(day.on, clock, PARTS.get(part or ""), problem, self.unsure)

    def _passed(self, day: date, clock: time | None) -> Problem | None:
        late = day == self.today and clock is not None and clock <= self.here.time()
        return Problem.PAST if day < self.today or (late and self.here.time() != time()) else None

    def _moment(self) -> Moment | None:
        said = self._undenied([span for span in self.found if isinstance(span.meaning, Moment)])
        moments = [span.meaning for span in said if isinstance(span.meaning, Moment)]
        return self._chosen(moments)

    def _part(self, moment: Moment | None) -> str | None:
        if moment and moment.part:
            return moment.part
        said = [span for span in self.found if isinstance(span.meaning, DayPart)]
        parts = [span.meaning.name for span in self._undenied(said) if isinstance(span.meaning, DayPart)]
        return (parts[-1] if self.corrected else parts[0]) if parts else None

    def _clock(self, moment: Moment | None, part: str | None) -> tuple[time | None, Problem | None]:
        """The hour of the day: people say two and mean fourteen."""
        if moment is None:
            return None, None
        if moment.problem:
            return None, moment.problem
        minutes = moment.minutes if moment.exact else _of_day(moment.minutes, part)
        return time(minutes // 60 % 24, minutes % 60), None

    def _day(self, clock: time | None) -> Day | None:
        mentions = self._undenied([span for span in self.found if isinstance(span.meaning, Day | Weekday)])
        week = next((span.meaning.number for span in self.found if isinstance(span.meaning, Week)), None)
        later = next((s.meaning.on for s in mentions if isinstance(s.meaning, Day) and s.meaning.shifted), None)
        if later and len(mentions) > 1 and not self.corrected:
            mentions = [span for span in mentions if not (isinstance(span.meaning, Day) and span.meaning.shifted)]
            return self._later(mentions, later)
        resolved = [(span, self._resolved(span, week)) for span in mentions]
        days = [self._today_or(day, span, week, clock) for span, day in self._without_weekday_of_date(resolved)]
        return self._chosen(days)

    def _later(self, mentions: list[Span], later: date) -> Day | None:
        """ "In two weeks on Tuesday" is that week's Tuesday; "tomorrow in a week" is as much after tomorrow."""
        monday = self.today - timedelta(days=self.today.weekday())
        days = [self._resolved(span, (later - monday).days // 7) for span in mentions]
        moved = [
            Day(day.on + (later - self.today)) if isinstance(span.meaning, Day) and day.on else day
            for span, day in zip(mentions, days, strict=True)
        ]
        return self._chosen(moved)

    def _resolved(self, span: Span, week: int | None) -> Day:
        if isinstance(span.meaning, Weekday):
            return span.meaning.resolve(self.today, week)
        assert isinstance(span.meaning, Day)
        return span.meaning

    def _today_or(self, day: Day, span: Span, week: int | None, clock: time | None) -> Day:
        """A weekday that is today means today when the time named with it is still to come; it is asked back."""
        if not isinstance(span.meaning, Weekday):
            return day
        self.unsure = self.unsure or span.meaning.which == "coming"
        open_to_today = week is None and span.meaning.which in (None, "near")
        if not (open_to_today and span.meaning.number == self.today.isoweekday() and clock):
            return day
        if clock <= self.here.time():
            return day
        self.unsure = True
        return Day(self.today)

    def _without_weekday_of_date(self, days: list[tuple[Span, Day]]) -> list[tuple[Span, Day]]:
        """ "Tuesday 24 November" is one day; when they disagree the date counts and is asked back."""
        kept = []
        for span, day in days:
            beside = [other.on for neighbour, other in days if _dates(span, neighbour) and other.on]
            same = any(on.isoweekday() == span.meaning.number for on in beside if isinstance(span.meaning, Weekday))
            if not beside or (self.corrected and not same):
                kept.append((span, day))
            else:
                self.unsure = self.unsure or not same
        return kept

    def _undenied(self, mentions: list[Span]) -> list[Span]:
        """Without what is denied, "not Tuesday", unless nothing else is left."""
        left = [span for span in mentions if not self.language.denied.search(self.text[: span.start])]
        return left or mentions

    def _chosen[Meant](self, meanings: list[Meant]) -> Meant | None:
        """The one that counts of several: after a correction the last, else the first, to be asked back."""
        different = list(dict.fromkeys(meanings))
        if len(different) < 2:
            return different[0] if different else None
        if self.corrected:
            return different[-1]
        self.unsure = True
        return different[0]


def _dates(weekday: Span, date_beside: Span) -> bool:
    """Whether these are a weekday and, next to it, a date."""
    if not (isinstance(weekday.meaning, Weekday) and isinstance(date_beside.meaning, Day)):
        return False
    return min(abs(weekday.start - date_beside.end), abs(date_beside.start - weekday.end)) <= _NEXT_TO


def _of_day(minutes: int, part: str | None) -> int:
    """Minutes since midnight of a time said with or without a part of the day."""
    hour = minutes // 60
    noon = 12 * 60
    if part is None:
        return minutes + noon if minutes < 7 * 60 else minutes
    if part == "morning":
        return minutes
    if part == "night":
        return minutes % noon if hour < 6 or hour == 12 else (minutes + noon if hour < 12 else minutes)
    if part == "noon":
        return minutes + noon if hour < 10 else minutes
    return minutes + noon if hour < 12 else minutes
