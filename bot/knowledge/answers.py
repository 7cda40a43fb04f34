"""Composes what a reader gets for a topic: a text with today's facts, the way on, and where it was read."""

from dataclasses import dataclass
from datetime import date

import structlog

from bot.clock import Clock, office_day
from bot.errors import UnknownChoice
from bot.knowledge.facts import FactBook, UsedFact
from bot.knowledge.model import FALLBACK_LANGUAGE, KnowledgeBase, Source, Topic, TopicText
from bot.knowledge.phrases import Phrases

_log = structlog.get_logger(__name__)


class UnknownTopic(UnknownChoice):
    """No topic with this id, or one without any text."""


class UnknownFacet(UnknownChoice):
    """The topic has no such section."""


@dataclass(frozen=True)
class FacetTitle:
    """A section that can be asked for, and what its button says."""

    facet: str
    title: str


@dataclass(frozen=True)
class RelatedTopic:
    """A topic to go on to; `button` is its short title."""

    topic_id: str
    title: str
    button: str


@dataclass(frozen=True)
class Answer:
    """One answer as data; a channel renders it.

    `language` is that of the text: English when the topic lacks the reader's. `valid_since` is the newest start (of
    the last 24 months) of a value in it. `facets` are all sections of the topic, `facet` is the one told (None: the
    short answer).
    """

    topic_id: str
    facet: str | None
    title: str
    text: str
    language: str
    facets: tuple[FacetTitle, ...]
    related: tuple[RelatedTopic, ...]
    sources: tuple[Source, ...]
    valid_since: date | None
    draft: bool
    review_overdue: bool
    facts: tuple[UsedFact, ...]


class AnswerBook:
    """Answers from the knowledge base as of the day that `clock` shows at the office."""

    def __init__(self, knowledge: KnowledgeBase, phrases: Phrases, clock: Clock) -> None:
        self._knowledge = knowledge
        self._phrases = phrases
        self._clock = clock
        self._facts = FactBook(knowledge.facts, knowledge.languages)

    def answer(self, topic_id: str, facet: str | None, language: str) -> Answer:
        """The short answer (`facet` None) or one section. Raises `UnknownTopic`, `UnknownFacet`."""
        return self.compose(self._topic(topic_id), facet, language, office_day(self._clock()))

    def tells(self, topic_id: str, facet: str | None, language: str) -> bool:
        """Whether the topic has this section in this language. Raises `UnknownTopic`."""
        return facet in _text(self._topic(topic_id), language).sections

    def title(self, topic_id: str, language: str) -> str:
        """The topic's title. Raises `UnknownTopic`."""
        return _text(self._topic(topic_id), language).title

    def button(self, topic_id: str, language: str) -> str:
        """The topic's title for a small button, at most 28 characters. Raises `UnknownTopic`."""
        return _text(self._topic(topic_id), language).button

    def compose(self, topic: Topic, facet: str | None, language: str, day: date) -> Answer:
        """The answer as it stands on `day`. Raises `UnknownTopic` without any text, `UnknownFacet`."""
        text = _text(topic, language)
        body = text.short if facet is None else text.sections.get(facet)
        if body is None:
            raise UnknownFacet(f"The topic {topic.id} has no section {facet!r} in {text.language}.")
        resolved = self._facts.resolve(body, day, text.language, self._phrases)
        self._report_missing(topic, resolved.facts, day)
        overdue = topic.review_overdue(day)
        warning = self._phrases.say(text.language, "answer.review_overdue") + "\n\n" if overdue else ""
        return Answer(
            topic_id=topic.id,
            facet=facet,
            title=text.title,
            text=warning + resolved.text,
            language=text.language,
            facets=self._facet_titles(topic, text),
            related=self._related(topic, language),
            sources=topic.sources,
            valid_since=resolved.valid_since,
            draft=text.draft,
            review_overdue=overdue,
            facts=resolved.facts,
        )

    def _report_missing(self, topic: Topic, facts: tuple[UsedFact, ...], day: date) -> None:
        for fact in facts:
            if fact.value is None:
                _log.warning("fact_without_value", fact=fact.id, topic=topic.id, day=day.isoformat())

    def _topic(self, topic_id: str) -> Topic:
        if topic := self._knowledge.topics.get(topic_id):
            return topic
        raise UnknownTopic(f"There is no topic {topic_id!r}.")

    def _facet_titles(self, topic: Topic, text: TopicText) -> tuple[FacetTitle, ...]:
        there = (facet for facet in topic.facets if facet in text.sections)
        return tuple(FacetTitle(facet, self._phrases.say(text.language, f"facet.{facet}")) for facet in there)

    def _related(self, topic: Topic, language: str) -> tuple[RelatedTopic, ...]:
        found = (self._knowledge.topics.get(topic_id) for topic_id in topic.related)
        texts = ((other.id, _text(other, language)) for other in found if other and other.texts)
        return tuple(RelatedTopic(topic_id, text.title, text.button) for topic_id, text in texts)


def _text(topic: Topic, language: str) -> TopicText:
    for code in (language, FALLBACK_LANGUAGE, *topic.texts):
        if code in topic.texts:
            return topic.texts[code]
    raise UnknownTopic(f"The topic {topic.id} has no text in any language.")
