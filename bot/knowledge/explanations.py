"""Composes what a reader gets for a word of the office: the word, how it sounds, what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock, office_day
from bot.errors import UnknownChoice
from bot.knowledge.facts import FactBook
from bot.knowledge.formats import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE
from bot.knowledge.glossary import Term
from bot.knowledge.model import DRAFT, FALLBACK_LANGUAGE, KnowledgeBase
from bot.knowledge.phrases import Phrases
from bot.knowledge.terms import TermMatcher


class UnknownTerm(UnknownChoice):
    """No term with this id, or one that isn't explained in any language."""


@dataclass(frozen=True)
class Explanation:
    """One term explained, as data. `language` is that of the text; `topic` says more, when there is one."""

    term: str
    text: str
    language: str
    topic: str | None
    draft: bool
    valid_since: date | None


@dataclass(frozen=True)
class Mention:
    """A term that stands in a text, in the very words that stand there."""

    term: str
    words: str


class ExplanationBook:
    """Explains the glossary's terms as of the day that `clock` shows at the office."""

    def __init__(self, knowledge: KnowledgeBase, phrases: Phrases, clock: Clock) -> None:
        self._knowledge = knowledge
        self._glossary = knowledge.glossary
        self._phrases = phrases
        self._clock = clock
        self._facts = FactBook(knowledge.facts, knowledge.languages)
        self._matcher = TermMatcher({term.id: term.spellings() for term in self._glossary.terms.values()})

    def explain(self, term_id: str, language: str) -> Explanation:
        """The term in this language, or in English when it isn't explained in it. Raises `UnknownTerm`."""
        term = self._term(term_id)
        spoken = next((code for code in (language, FALLBACK_LANGUAGE, *term.plain) if code in term.plain), None)
        if spoken is None:
            raise UnknownTerm(f"The term {term_id} isn't explained in any language.")
        plain = self._facts.resolve(term.plain[spoken], office_day(self._clock()), spoken, self._phrases)
        return Explanation(
            term=term.id,
            text="\n".join(self._heading(term, spoken)) + "\n\n" + plain.text,
            language=spoken,
            topic=term.topic if term.topic in self._knowledge.topics else None,
            draft=term.review == DRAFT,
            valid_since=plain.valid_since,
        )

    def knows(self, term_id: str) -> bool:
        return term_id in self._glossary.terms

    def title(self, term_id: str) -> str:
        """The term as it stands on a button. Raises `UnknownTerm`."""
        return self._term(term_id).title

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The terms that stand in the text, each once, in the words in which it first stands there."""
        found: dict[str, str] = {}
        for place in self._matcher.find(text):
            found.setdefault(place.term, text[place.start : place.end])
        return tuple(Mention(term, words) for term, words in found.items())

    def _heading(self, term: Term, language: str) -> Iterator[str]:
        yield self._foreign(term.name, language)
        if sound := term.sound.get(language):
            yield self._phrases.say(language, "glossary.sound", sound=sound)
        if literal := term.literal.get(language):
            yield self._phrases.say(language, "glossary.literal", literal=literal)

    def _foreign(self, name: str, language: str) -> str:
        """The term itself, kept together where the reader's language runs the other way."""
        directions = {self._knowledge.languages[code].direction for code in (language, self._glossary.language)}
        return name if len(directions) == 1 else f"{LEFT_TO_RIGHT_ISOLATE}{name}{POP_ISOLATE}"

    def _term(self, term_id: str) -> Term:
        if term := self._glossary.terms.get(term_id):
            return term
        raise UnknownTerm(f"There is no term {term_id!r}.")
