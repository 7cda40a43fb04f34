"""Puts the numbers into a text: the value that holds on the day, in the reader's language, or where to ask for it.

An unofficial value is marked, and one that has ended or isn't sure is never said: a wrong number costs people money.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.knowledge.formats import format_value
from bot.knowledge.model import FALLBACK_LANGUAGE, Confidence, Fact, FactValue, Language

CALL_CENTRE_PHONE = "call-centre-phone"
"""The fact that is offered where another one has no value."""

NEWS_MONTHS = 24
"""How long the start of a value is news to the reader, in months."""

_REFERENCE = re.compile(r"\{([^{}\n]*)\}")


class Speaker(Protocol):
    """What says a phrase; `Phrases` does."""

    def say(self, language: str, key: str, /, **values: object) -> str: ...


@dataclass(frozen=True)
class UsedFact:
    """A fact as the reader saw it; `value` is None when the reader was sent to ask instead."""

    id: str
    text: str
    value: FactValue | None


@dataclass(frozen=True)
class Resolved:
    """A text with its facts filled in. `valid_since` is the newest start of a value in it that is still news."""

    text: str
    facts: tuple[UsedFact, ...]
    valid_since: date | None


def references(text: str) -> Iterator[str]:
    """The ids that stand in curly brackets in this text, in order."""
    return (match[1] for match in _REFERENCE.finditer(text))


class FactBook:
    """The facts, ready to be written into texts."""

    def __init__(self, facts: Mapping[str, Fact], languages: Mapping[str, Language]) -> None:
        self._facts = facts
        self._languages = languages

    def resolve(self, text: str, day: date, language: str, phrases: Speaker) -> Resolved:
        """Replace every `{fact-id}` as it holds on `day`; an unknown id is treated as a fact without a value."""
        used: dict[str, UsedFact] = {}

        def replacement(match: re.Match[str]) -> str:
            fact_id = match[1]
            if fact_id not in used:
                used[fact_id] = self.spoken(fact_id, day, language, phrases)
            return used[fact_id].text

        resolved = _REFERENCE.sub(replacement, text)
        return Resolved(resolved, tuple(used.values()), _newest_start(used.values(), day))

    def spoken(self, fact_id: str, day: date, language: str, phrases: Speaker) -> UsedFact:
        """One fact on one day, with the mark of an unofficial value, or the phrase that says where to ask."""
        fact = self._facts.get(fact_id)
        value = fact.on(day) if fact else None
        if fact is None or value is None or value.confidence is Confidence.UNSURE:
            return UsedFact(fact_id, self._where_to_ask(day, language, phrases), None)
        text = format_value(fact.kind, value.value, self._language(language))
        if value.confidence is Confidence.UNOFFICIAL:
            text = phrases.say(language, "fact.unconfirmed", value=text)
        return UsedFact(fact_id, text, value)

    def _where_to_ask(self, day: date, language: str, phrases: Speaker) -> str:
        phone = self._facts.get(CALL_CENTRE_PHONE)
        value = phone.on(day) if phone else None
        if phone is None or value is None or value.confidence is Confidence.UNSURE:
            return phrases.say(language, "fact.ask_office")
        return phrases.say(language, "fact.ask", phone=format_value(phone.kind, value.value, self._language(language)))

    def _language(self, code: str) -> Language:
        return self._languages.get(code) or self._languages[FALLBACK_LANGUAGE]


def _newest_start(used: Iterable[UsedFact], day: date) -> date | None:
    oldest_news = _months_before(day, NEWS_MONTHS)
    starts = (fact.value.valid_from for fact in used if fact.value is not None)
    return max((start for start in starts if start and oldest_news <= start <= day), default=None)


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
