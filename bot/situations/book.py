"""What a reader gets for a life situation: whom it is for, and a plan with today's facts and real dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.clock import Clock, office_day
from bot.errors import InvalidInput, PrepazkaError
from bot.knowledge.answers import AnswerBook
from bot.knowledge.facts import FactBook
from bot.knowledge.model import FALLBACK_LANGUAGE, KnowledgeBase
from bot.knowledge.phrases import Phrases
from bot.situations.dates import When, WorkingDays
from bot.situations.deadlines import Deadlines
from bot.situations.model import Group, Situation, Situations
from bot.situations.reading import load_situations

MOST_YEARS = 20
"""How far from today the day of an event may be; beyond it somebody mistyped the year."""


class UnknownSituation(PrepazkaError):
    """No situation with this id, or none for this status."""

    code = "not_found"
    status = 404


class UnlikelyDay(InvalidInput):
    """The day of the event isn't a day, or is too far away to be meant."""


@dataclass(frozen=True)
class Title:
    """A situation or a status to choose."""

    id: str
    title: str


@dataclass(frozen=True)
class Choice:
    """A situation with the statuses it makes sense for."""

    id: str
    title: str
    intro: str
    statuses: tuple[Title, ...]


@dataclass(frozen=True)
class PlanStep:
    """One step for the reader. `topic` is None when the content has lost it."""

    id: str
    text: str
    when: When | None
    topic: Title | None
    residence: bool


@dataclass(frozen=True)
class Plan:
    """What to do, in order. `question` asks for the event's day (None: nothing is counted).

    `since` is the day counted from, `assumed` whether it is only today, taken because the person gave none.
    """

    situation: Choice
    status: Title
    question: str | None
    since: date | None
    assumed: bool
    steps: tuple[PlanStep, ...]


class SituationBook:
    """The life situations as of the day that `clock` shows at the office."""

    def __init__(
        self, situations: Situations, knowledge: KnowledgeBase, phrases: Phrases, answers: AnswerBook, clock: Clock
    ) -> None:
        self._situations = situations
        self._topics = knowledge.topics
        self._facts = FactBook(knowledge.facts, knowledge.languages)
        self._phrases = phrases
        self._answers = answers
        self._clock = clock
        self._deadlines = Deadlines(knowledge.facts, WorkingDays(situations.holidays)) if situations.holidays else None

    @classmethod
    def load(
        cls, root: Path, knowledge: KnowledgeBase, phrases: Phrases, answers: AnswerBook, clock: Clock
    ) -> "SituationBook":
        """Read them from the knowledge folder. Raises `ContentError` naming file, line and mend."""
        return cls(load_situations(root, knowledge.languages), knowledge, phrases, answers, clock)

    def today(self) -> date:
        return office_day(self._clock())

    def titles(self, language: str) -> tuple[Title, ...]:
        """All situations, in the order of the file."""
        return tuple(Title(there, self._word("titles", there, language)) for there in self._situations.situations)

    def choice(self, situation_id: str, language: str) -> Choice:
        """A situation and its statuses, in the usual order. Raises `UnknownSituation`."""
        situation = self._situation(situation_id)
        there = (status for status in self._situations.statuses if status in situation.steps)
        return Choice(
            id=situation.id,
            title=self._word("titles", situation.id, language),
            intro=self._resolved(self._word("intros", situation.id, language), language),
            statuses=tuple(Title(status, self._word("statuses", status, language)) for status in there),
        )

    def plan(self, situation_id: str, status: str, language: str, since: date | None = None) -> Plan:
        """The steps of one status. Raises `UnknownSituation`, `UnlikelyDay`."""
        choice = self.choice(situation_id, language)
        chosen = next((title for title in choice.statuses if title.id == status), None)
        if chosen is None:
            raise UnknownSituation(f"The situation {situation_id} is not for {status!r}.")
        self._refuse_unlikely(since)
        situation = self._situation(situation_id)
        event = self._situations.events.get(situation.event or "")
        day = since if event else None
        if event and day is None and event.assumed_today:
            day = self.today()
        return Plan(
            situation=choice,
            status=chosen,
            question=self._word("events", event.id, language) if event else None,
            since=day,
            assumed=day is not None and since is None,
            steps=tuple(self._steps(situation, status, day, language)),
        )

    def _steps(self, situation: Situation, status: str, day: date | None, language: str) -> Iterable[PlanStep]:
        for step in filter(None, map(self._situations.steps.get, situation.steps[status])):
            topic = Title(step.topic, self._answers.title(step.topic, language)) if step.topic in self._topics else None
            when = None
            if step.deadline and self._deadlines:
                when = self._deadlines.when(step.deadline, situation.event, day, self.today())
            text = self._resolved(self._word("steps", step.id, language), language)
            yield PlanStep(step.id, text, when, topic, step.residence)

    def _refuse_unlikely(self, since: date | None) -> None:
        if since is not None and abs(since.year - self.today().year) > MOST_YEARS:
            raise UnlikelyDay("the day of the event is too far away")

    def _resolved(self, text: str, language: str) -> str:
        spoken = language if language in self._situations.texts else FALLBACK_LANGUAGE
        return self._facts.resolve(text, self.today(), spoken, self._phrases).text

    def _situation(self, situation_id: str) -> Situation:
        if situation := self._situations.situations.get(situation_id):
            return situation
        raise UnknownSituation(f"There is no situation {situation_id!r}.")

    def _word(self, group: Group, key: str, language: str) -> str:
        """The text in this language, in English when it lacks it; what no language has is left empty."""
        texts = (self._situations.texts.get(code) for code in (language, FALLBACK_LANGUAGE))
        words: Iterable[str | None] = (getattr(one, group).get(key) for one in texts if one)
        return next((word for word in words if word), "")
