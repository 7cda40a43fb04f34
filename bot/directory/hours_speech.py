"""What is said about opening hours: the state now, the week, and that they have to be checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import format_skeleton, get_day_names
from babel.lists import format_list

from bot.clock import OFFICE_ZONE, office_day
from bot.directory.directory import Directory
from bot.directory.hours import Opening, Spans
from bot.directory.model import Office, Origin
from bot.directory.replies import Source, source_of
from bot.knowledge.content import Content
from bot.knowledge.formats import format_value
from bot.knowledge.model import Fact, Kind, Language


@dataclass(frozen=True)
class HoursSpeech:
    """Speaks of the hours of one office in one language."""

    content: Content
    directory: Directory
    office: Office
    language: str

    def lines(self) -> Iterator[str]:
        """Open or closed now, then the week; or that the hours aren't known."""
        now = self.content.clock()
        state = self.directory.opening(self.office, self._facts, now)
        if state is None:
            yield self._say("hours_unknown")
            return
        if self.directory.is_holiday(office_day(now)):
            yield self._say("holiday")
        yield self._state(state, now)
        yield from self._week(office_day(now))
        if self.office.hours.temporary:
            yield self._say("hours_temporary")

    def sources(self) -> list[Source]:
        """Where the hours were read."""
        hours = self.office.hours
        origin = Origin(hours.source, hours.checked, hours.confidence)
        return source_of(origin, self._say("source_hours", source="{source}"))

    def _state(self, state: Opening, now: datetime) -> str:
        if state.changes is None:
            return self._say("closed_for_now")
        clock = self._time(f"{state.changes.hour}:{state.changes.minute:02d}")
        if state.is_open:
            return self._say("open", time=clock)
        return self._say("closed", day=self._day(state.changes.date(), now), time=clock)

    def _day(self, day: date, now: datetime) -> str:
        today = now.astimezone(OFFICE_ZONE).date()
        if day == today:
            return self._say("today")
        if day == today + timedelta(days=1):
            return self._say("tomorrow")
        return format_skeleton("MMMMEEEEd", datetime.combine(day, time()), locale=self._spoken.locale)

    def _week(self, today: date) -> Iterator[str]:
        """The named days of an ordinary week, those with the same hours on one line."""
        monday = today - timedelta(days=today.weekday())
        same: dict[Spans, list[int]] = {}
        for weekday in self.office.hours.days:
            spans = self.office.hours.on(monday + timedelta(days=weekday), self._facts)
            if spans is not None:
                same.setdefault(spans, []).append(weekday)
        names = get_day_names("wide", context="stand-alone", locale=self._spoken.locale)
        for spans, weekdays in same.items():
            days = format_list([names[day] for day in weekdays], locale=self._spoken.locale)
            yield f"- {days}: {self._hours(spans)}"

    def _hours(self, spans: Spans) -> str:
        return self._time(", ".join(map(str, spans))) if spans else self._say("day_closed")

    def _time(self, text: str) -> str:
        return format_value(Kind.TIME, text, self._spoken)

    @property
    def _spoken(self) -> Language:
        return self.content.knowledge.languages[self.language]

    @property
    def _facts(self) -> Mapping[str, Fact]:
        return self.content.knowledge.facts

    def _say(self, key: str, **values: object) -> str:
        return self.content.phrases.say(self.language, f"office.{key}", **values)
