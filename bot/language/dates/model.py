"""What was understood: a day, perhaps a time, or why there is none."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Prague")


class Part(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Problem(StrEnum):
    """Why a day or time that was named can't be one; the dialogue has a phrase for each."""

    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    PAST = "past"
    HOUR_SKIPPED = "hour_skipped"
    HOUR_TWICE = "hour_twice"


@dataclass(frozen=True, slots=True)
class Understood:
    """Local to the office. `unsure` asks for a repeated question: another reading is about as likely."""

    day: date | None = None
    clock: time | None = None
    part: Part | None = None
    problem: Problem | None = None
    unsure: bool = False

    @property
    def moment(self) -> datetime | None:
        """The instant in office time; nothing without a day and a time, or when something is wrong with them."""
        if self.day is None or self.clock is None or self.problem:
            return None
        return datetime.combine(self.day, self.clock, ZONE)

    @property
    def when(self) -> str | None:
        """`2026-12-03` or `2026-12-03T14:30`, in office time."""
        if self.day is None or self.problem:
            return None
        if self.clock is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.clock).isoformat(timespec="minutes")
