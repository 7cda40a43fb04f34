"""What the knowledge base holds, as plain values. Nothing here reads a file, asks the time or formats a number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Literal

from bot.knowledge.glossary import Glossary

FALLBACK_LANGUAGE = "en"
"""What is said when a sentence is missing in the reader's language."""

FACETS = ("who", "amount", "deadline", "documents", "where", "steps", "mistakes")
"""The sections a topic may have; their titles are the phrases `facet.<id>`."""

DRAFT = "draft"
"""`review` of a text that no named native speaker has read yet."""

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """A language of the content. `locale` is Babel's; `money` writes crowns, with `{amount}` for the number."""

    code: str
    name: str
    direction: Direction
    locale: str
    money: str


class Confidence(StrEnum):
    """How sure the editors are of a value; it decides whether and how a reader sees it."""

    VERIFIED = "VERIFIED"
    KNOWN = "KNOWN"
    UNOFFICIAL = "UNOFFICIAL"
    UNSURE = "UNSURE"


class Kind(StrEnum):
    """What a fact is, which decides how it is written in each language."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"


@dataclass(frozen=True)
class FactValue:
    """One value and the days it holds, both ends included; no `valid_from` means always, no `valid_until` for good."""

    value: int | Decimal | date | str
    valid_from: date | None
    valid_until: date | None
    source: str
    checked: date | None
    confidence: Confidence


@dataclass(frozen=True)
class Fact:
    """A number, date, phone or address that texts name by its id."""

    id: str
    kind: Kind
    about: str
    values: tuple[FactValue, ...]

    def on(self, day: date) -> FactValue | None:
        """The value that holds on this day at the office, or None.

        A newer value ends the older one for good: when it has ended itself, the older doesn't come back.
        """
        begun = [value for value in self.values if value.valid_from is None or value.valid_from <= day]
        if not begun:
            return None
        latest = max(begun, key=lambda value: value.valid_from or date.min)
        return latest if latest.valid_until is None or day <= latest.valid_until else None


@dataclass(frozen=True)
class Source:
    """Where a topic's content was read, and on which day."""

    title: str
    url: str
    checked: date | None


@dataclass(frozen=True)
class TopicText:
    """A topic in one language; facts still stand in it as `{fact-id}`. `review` is `draft` or a name and a day."""

    language: str
    title: str
    button: str
    review: str
    short: str
    sections: Mapping[str, str]
    examples: tuple[str, ...]

    @property
    def draft(self) -> bool:
        return self.review == DRAFT


@dataclass(frozen=True)
class Topic:
    """One thing people ask about. The loader leaves gaps (owner, date, languages) to the checker's judgement."""

    id: str
    owner: str
    review_by: date | None
    situations: tuple[str, ...]
    facets: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    texts: Mapping[str, TopicText]

    def review_overdue(self, day: date) -> bool:
        """Whether the editors should have read it again by this day; a topic without a date always is."""
        return self.review_by is None or self.review_by < day


@dataclass(frozen=True)
class KnowledgeBase:
    """All of it, by id. `digest` changes with any content file, so that a model knows it is out of date."""

    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    languages: Mapping[str, Language]
    digest: str
    root: Path
    glossary: Glossary = field(default_factory=Glossary)
