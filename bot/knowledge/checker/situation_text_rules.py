"""Rules about the words of the life situations: every language says everything, with the same facts and no numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.knowledge.checker.fault import Found, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.checker.text_rules import figures
from bot.knowledge.facts import references
from bot.knowledge.model import Confidence
from bot.situations.model import Situations, SituationTexts
from bot.situations.reading import TEXTS, text_path

MOST_TITLE = 40
MOST_STEP = 320
"""The lengths in characters that fit a button, and that are read before somebody gives up."""


class Word(NamedTuple):
    """One text, and where it stands in its file."""

    where: tuple[str, ...]
    text: str

    @property
    def may_name_facts(self) -> bool:
        return self.where[0] == "steps" or self.where[-1] == "intro"


@rule("situation-words")
def situation_words(inspection: Inspection) -> Iterator[Found]:
    situations = inspection.situations.situations
    if not situations.situations:
        return  # it can't be read, or there are none
    expected = set(_expected(situations))
    for code, texts in situations.texts.items():
        document = inspection.situations.texts[code]
        there = {word.where: word.text for word in _words(texts)}
        for where in sorted(expected):
            if not there.get(where):
                mend = "Write it here; another language's file shows where it belongs."
                yield Found(document.file, document.line(*where), f"“{' → '.join(where)}” is missing.", mend)
        for where in sorted(there.keys() - expected):
            mend = "Add it to situations.yml, or delete it here."
            message = f"Nothing in situations.yml is called “{' → '.join(where)}”."
            yield Found(document.file, document.line(*where), message, mend)


@rule("situation-file")
def situation_file(inspection: Inspection) -> Iterator[Found]:
    known = {text_path(code) for code in inspection.knowledge.languages}
    for path in sorted((inspection.knowledge.root / TEXTS).glob("*")):
        file = path.relative_to(inspection.knowledge.root).as_posix()
        if file not in known and not path.name.startswith("."):
            yield Found(
                file, 1, "Nothing reads this file.", f"Rename it to one of {', '.join(sorted(known))}, or delete it."
            )


@rule("situation-facts")
def situation_facts(inspection: Inspection) -> Iterator[Found]:
    facts = inspection.knowledge.facts
    for file, line, word in _placed(inspection):
        for fact_id in references(word.text):
            value = facts[fact_id].on(inspection.today) if fact_id in facts else None
            if not word.may_name_facts:
                yield Found(file, line, "Facts are not filled in here.", "Write it without curly brackets.")
            elif fact_id not in facts:
                yield Found(
                    file, line, f"There is no fact “{fact_id}”.", "Correct the name, or add the fact to facts.yml."
                )
            elif value and value.confidence is Confidence.UNSURE:
                message = f"The value of “{fact_id}” that holds today is marked UNSURE, so readers can't be told it."
                yield Found(file, line, message, "Confirm the value in facts.yml, or take the fact out of the text.")


@rule("situation-numbers")
def situation_numbers(inspection: Inspection) -> Iterator[Found]:
    mend = "Put it into facts.yml and write the fact's name here in curly brackets, as {registration-deadline}."
    for file, line, word in _placed(inspection):
        for what, figure in figures(word.text):
            yield Found(file, line, f"{what} stands in the text: “{figure}”.", mend)
        if re.search(r"[{}]", re.sub(r"\{[^{}\n]*\}", "", word.text)):
            yield Found(file, line, "A curly bracket has no partner.", "Write every fact as {its-name}.")


@rule("situation-length")
def situation_length(inspection: Inspection) -> Iterator[Found]:
    for code, texts in inspection.situations.situations.texts.items():
        document = inspection.situations.texts[code]
        for word in _words(texts):
            most = MOST_STEP if word.may_name_facts or word.where[0] == "events" else MOST_TITLE
            if (size := inspection.length(word.text, code)) > most:
                message = f"This text has {size} characters; at most {most} fit."
                yield Found(
                    document.file, document.line(*word.where), message, f"Shorten it by {size - most} characters."
                )


@rule("situation-same-facts")
def situation_same_facts(inspection: Inspection) -> Iterator[Found]:
    """A language whose text names other facts than most says something else than they do."""
    named: dict[tuple[str, ...], dict[str, frozenset[str]]] = {}
    for code, texts in inspection.situations.situations.texts.items():
        for word in _words(texts):
            named.setdefault(word.where, {})[code] = frozenset(references(word.text))
    for where, facts in named.items():
        usual, _ = Counter(facts.values()).most_common(1)[0]
        for code, own in facts.items():
            if own != usual:
                document = inspection.situations.texts[code]
                wanted = ", ".join(sorted(usual)) or "no fact"
                message = f"“{where[-1]}” names other facts than in most languages."
                yield Found(document.file, document.line(*where), message, f"It must name: {wanted}.")


def _placed(inspection: Inspection) -> Iterator[tuple[str, int, Word]]:
    for code, texts in inspection.situations.situations.texts.items():
        document = inspection.situations.texts[code]
        for word in _words(texts):
            yield document.file, document.line(*word.where), word


def _words(texts: SituationTexts) -> Iterator[Word]:
    groups: Mapping[str, Mapping[str, str]] = {"statuses": texts.statuses, "events": texts.events, "steps": texts.steps}
    for situation, title in texts.titles.items():
        yield Word(("situations", situation, "title"), title)
    for situation, intro in texts.intros.items():
        yield Word(("situations", situation, "intro"), intro)
    for group, words in groups.items():
        for key, text in words.items():
            yield Word((group, key), text)


def _expected(situations: Situations) -> Iterator[tuple[str, ...]]:
    for situation in situations.situations:
        yield ("situations", situation, "title")
        yield ("situations", situation, "intro")
    yield from (("statuses", status) for status in situations.statuses)
    yield from (("events", event) for event in situations.events)
    yield from (("steps", step) for step in situations.steps)
