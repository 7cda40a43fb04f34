"""How the days of a step are told: “Last day: Wednesday, 25 November 2026.”, in the reader's language."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from bot.knowledge.model import Language
from bot.knowledge.phrases import Phrases
from bot.situations.dates import When


def day_told(day: date, language: Language) -> str:
    """A day with its weekday: people know deadlines by it."""
    return format_date(day, format="full", locale=language.locale)


def told(when: When, language: Language, phrases: Phrases) -> Iterator[str]:
    """The sentences about a step's days, the most urgent first."""

    def say(key: str, day: date) -> str:
        return phrases.say(language.code, f"map.{key}", date=day_told(day, language))

    if when.due is not None and when.past:
        yield say("was_due", when.due)
        return
    if when.opens is not None:
        yield say("opens", when.opens)
    if when.due is not None:
        yield say("due", when.due)
    if when.come_by is not None:
        yield say("come_by", when.come_by)
