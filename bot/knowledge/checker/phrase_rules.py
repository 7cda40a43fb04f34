"""Rules about the phrases: every language says everything, with the same places to fill in."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from babel import Locale

from bot.knowledge.checker.fault import Found, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.model import FALLBACK_LANGUAGE
from bot.knowledge.phrase_reading import PLACEHOLDER, Phrase, PhraseFile, forms

_COUNTS = (*range(201), 1_000, 1_000_000)
"""Whole numbers that reach every plural form a count can take."""


@rule("missing-phrase")
def missing_phrase(inspection: Inspection) -> Iterator[Found]:
    for key, (_, example) in _keys(inspection).items():
        for file in inspection.phrases.values():
            if key not in file.phrases:
                mend = f"Add it; {example.document.file} has it on line {example.line(key)}."
                yield Found(file.document.file, file.line(key), f"The phrase “{key}” is missing.", mend)
            elif not all(text.strip() for text in forms(file.phrases[key]).values()):
                yield Found(file.document.file, file.line(key), f"The phrase “{key}” is empty.", "Write its text.")


@rule("phrase-placeholders")
def phrase_placeholders(inspection: Inspection) -> Iterator[Found]:
    for key, (expected, _) in _keys(inspection).items():
        for file in inspection.phrases.values():
            if key in file.phrases and _placeholders(file.phrases[key]) != expected:
                wanted = ", ".join(sorted(expected)) or "nothing in curly brackets"
                message = f"The phrase “{key}” has other places to fill in than in most languages."
                yield Found(file.document.file, file.line(key), message, f"It must hold: {wanted}.")


@rule("phrase-brackets")
def phrase_brackets(inspection: Inspection) -> Iterator[Found]:
    for file in inspection.phrases.values():
        for key, phrase in file.phrases.items():
            if any(re.search(r"[{}]", PLACEHOLDER.sub("", text)) for text in forms(phrase).values()):
                mend = "Write {name} in Latin letters without spaces, or {fact:name-of-the-fact}."
                yield Found(file.document.file, file.line(key), f"The phrase “{key}” has a broken bracket.", mend)
            if key.startswith("fact.") and any("{fact:" in text for text in forms(phrase).values()):
                mend = "Write it without a fact; these phrases stand in where a fact is missing."
                yield Found(file.document.file, file.line(key), f"The phrase “{key}” can't name a fact.", mend)


@rule("plural-forms")
def plural_forms(inspection: Inspection) -> Iterator[Found]:
    for code, file in inspection.phrases.items():
        needed = _reachable(inspection.knowledge.languages[code].locale)
        for key, phrase in file.phrases.items():
            if isinstance(phrase, str):
                continue
            if missing := [form for form in needed if form not in phrase]:
                message = f"The phrase “{key}” lacks the plural form {', '.join(missing)}."
                mend = f"This language needs: {', '.join(needed)}."
                yield Found(file.document.file, file.line(key), message, mend)


def _keys(inspection: Inspection) -> dict[str, tuple[frozenset[str], PhraseFile]]:
    """Every key of any language, with the places to fill in that most languages have, and a file to look at."""
    keys: dict[str, tuple[frozenset[str], PhraseFile]] = {}
    files = sorted(inspection.phrases.items(), key=lambda item: item[0] != FALLBACK_LANGUAGE)
    for key in dict.fromkeys(key for _, file in files for key in file.phrases):
        having = [file for _, file in files if key in file.phrases]
        expected, _ = Counter(_placeholders(file.phrases[key]) for file in having).most_common(1)[0]
        keys[key] = expected, having[0]
    return keys


def _placeholders(phrase: Phrase) -> frozenset[str]:
    return frozenset(match[0] for text in forms(phrase).values() for match in PLACEHOLDER.finditer(text))


@cache
def _reachable(locale: str) -> tuple[str, ...]:
    choose = Locale.parse(locale).plural_form
    return tuple(dict.fromkeys(choose(count) for count in _COUNTS))
