"""Says every sentence of the program's own, in the reader's language, with its values, facts and plural forms."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import structlog
from babel import Locale

from bot.clock import Clock, office_day, system_clock
from bot.errors import ContentError
from bot.knowledge.fact_reading import FACTS, facts_of
from bot.knowledge.facts import FactBook
from bot.knowledge.formats import format_number
from bot.knowledge.language_reading import load_languages
from bot.knowledge.model import FALLBACK_LANGUAGE, Fact, Language
from bot.knowledge.phrase_reading import PLACEHOLDER, Phrase, phrase_path, read_phrases
from bot.knowledge.yaml_document import parse_yaml, read_text

COUNT = "count"
"""The value that chooses the plural form; it is written with the digits grouped as the language does."""

_FACT_PHRASES = "fact."

_log = structlog.get_logger(__name__)


class PhraseMissing(ContentError):
    """A key that stands in no phrase file, not even the English one."""


class Phrases:
    """The phrases of all languages. Facts in them are those of the day that `clock` shows."""

    def __init__(
        self,
        by_language: Mapping[str, Mapping[str, Phrase]],
        languages: Mapping[str, Language],
        facts: Mapping[str, Fact],
        clock: Clock = system_clock,
    ) -> None:
        self._by_language = by_language
        self._languages = languages
        self._facts = FactBook(facts, languages)
        self._clock = clock

    @classmethod
    def load(cls, root: Path, clock: Clock = system_clock) -> "Phrases":
        """Read all phrase files that are there. Raises `ContentError` when one can't be read or English is missing."""
        languages = load_languages(root)
        there = [code for code in languages if code == FALLBACK_LANGUAGE or (root / phrase_path(code)).is_file()]
        by_language = {code: read_phrases(root, code).phrases for code in there}
        return cls(by_language, languages, facts_of(parse_yaml(read_text(root, FACTS), FACTS)), clock)

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The sentence `key` (`group.name`) with `values` in its places, in English when the language lacks it.

        Raises `PhraseMissing` when English lacks it too.
        """
        phrase, spoken = self._find(language, key)
        text = phrase if isinstance(phrase, str) else self._plural(phrase, key, spoken, values.get(COUNT))
        return PLACEHOLDER.sub(lambda match: self._fill(match, key, spoken, values), text)

    def _find(self, language: str, key: str) -> tuple[Phrase, str]:
        for spoken in dict.fromkeys((language, FALLBACK_LANGUAGE)):
            if (phrase := self._by_language.get(spoken, {}).get(key)) is not None:
                return phrase, spoken
            _log.warning("phrase_missing", key=key, language=spoken)
        raise PhraseMissing(f"{phrase_path(FALLBACK_LANGUAGE)}: the phrase “{key}” is missing. Add it.")

    def _plural(self, forms: Mapping[str, str], key: str, language: str, count: object) -> str:
        form = "other"
        if isinstance(count, int | Decimal):
            form = Locale.parse(self._languages[language].locale).plural_form(count)
        else:
            _log.error("phrase_without_count", key=key)
        return forms.get(form) or forms.get("other") or next(iter(forms.values()))

    def _fill(self, match: re.Match[str], key: str, language: str, values: Mapping[str, object]) -> str:
        if fact := match["fact"]:
            # The phrases about facts must not name facts, or one without a value would ask for itself for ever.
            if key.startswith(_FACT_PHRASES):
                return match[0]
            return self._fact(fact, key, language)
        name = match["name"]
        if name not in values:
            _log.error("phrase_value_missing", key=key, name=name)
            return match[0]
        value = values[name]
        if name == COUNT and isinstance(value, int | Decimal):
            return format_number(value, self._languages[language])
        return str(value)

    def _fact(self, fact_id: str, key: str, language: str) -> str:
        fact = self._facts.spoken(fact_id, office_day(self._clock()), language, self)
        if fact.value is None:
            _log.warning("fact_without_value", fact=fact_id, phrase=key)
        return fact.text
