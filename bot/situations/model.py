"""Life situations as plain values: for whom, which steps in which order, and the rules their deadlines follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Unit(StrEnum):
    """What a deadline is counted in. `day-of-next-month` is a day's number, not a count."""

    WORKING_DAYS = "working-days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    DAY_OF_NEXT_MONTH = "day-of-next-month"


class RuleKind(StrEnum):
    """How a deadline lies to its event; each is a key of `deadline:` in `situations.yml`."""

    WITHIN = "within"
    AFTER = "after"
    AHEAD = "ahead"
    WINDOW = "window"
    ON_EVENT = "on_event"
    UNTIL = "until"


@dataclass(frozen=True)
class DeadlineRule:
    """One deadline. `fact` is the count (for `until` the date), None only for `on_event`.

    `closes` is a fact: the days before the event on which a window ends. `event` limits the rule to one event; `since`
    is a fact: the first day of an event that the rule holds for.
    """

    kind: RuleKind
    fact: str | None = None
    unit: Unit = Unit.DAYS
    closes: str | None = None
    event: str | None = None
    since: str | None = None

    @property
    def counts_from_event(self) -> bool:
        return self.kind is not RuleKind.UNTIL

    def facts(self) -> tuple[str, ...]:
        """The facts that the rule needs."""
        return tuple(fact for fact in (self.fact, self.closes, self.since) if fact is not None)


@dataclass(frozen=True)
class Step:
    """One thing to do. `topic` says more about it; with `residence` the Ministry of the Interior decides."""

    id: str
    topic: str
    residence: bool
    deadline: DeadlineRule | None


@dataclass(frozen=True)
class Event:
    """A day that deadlines are counted from; today when the person gave none and `assumed_today`."""

    id: str
    assumed_today: bool


@dataclass(frozen=True)
class Situation:
    """A life situation and the ids of its steps, in order, by status; `event` None has no day to count from."""

    id: str
    event: str | None
    steps: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SituationTexts:
    """All words of one language; facts still stand in intros and steps as `{fact-id}`."""

    titles: Mapping[str, str]
    intros: Mapping[str, str]
    statuses: Mapping[str, str]
    events: Mapping[str, str]
    steps: Mapping[str, str]


Group = Literal["titles", "intros", "statuses", "events", "steps"]
"""A kind of words in `SituationTexts`."""


@dataclass(frozen=True)
class Situations:
    """All of it: the structure, and the words by language. `holidays` is the country of the working days."""

    holidays: str
    statuses: tuple[str, ...]
    events: Mapping[str, Event]
    situations: Mapping[str, Situation]
    steps: Mapping[str, Step]
    texts: Mapping[str, SituationTexts]
