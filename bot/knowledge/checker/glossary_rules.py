"""Rules about the glossary: explained in every language, in the same way, and no word taken for two terms."""

import re
from collections.abc import Iterator, Mapping

from bot.knowledge.checker.fault import Found, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.checker.text_rules import figures
from bot.knowledge.facts import references
from bot.knowledge.glossary import Term
from bot.knowledge.glossary_reading import GLOSSARY
from bot.knowledge.terms import spelling_key
from bot.knowledge.topic_reading import topic_ids

_FACT = re.compile(r"\{[^{}\n]*\}")
_FOREIGN = ("sound", "literal")
"""What only readers of another language than the term's own need."""


@rule("glossary-language")
def glossary_language(inspection: Inspection) -> Iterator[Found]:
    own = inspection.knowledge.glossary.language
    for term in inspection.knowledge.glossary.terms.values():
        for key, texts in _texts(term).items():
            for code, language in inspection.knowledge.languages.items():
                if code not in texts and not (code == own and key in _FOREIGN):
                    line = inspection.content.glossary.line(term.id, key)
                    message = f"The term “{term.name}” has no “{key}” in {language.name}."
                    yield Found(GLOSSARY, line, message, f"Add a line “{code}: …” under “{key}:”.")


@rule("glossary-topic")
def glossary_topic(inspection: Inspection) -> Iterator[Found]:
    known = topic_ids(inspection.knowledge.root)
    for term in inspection.knowledge.glossary.terms.values():
        if term.topic is not None and term.topic not in known:
            line = inspection.content.glossary.line(term.id, "topic")
            mend = "Write the name of a folder in topics/, or take the line out."
            yield Found(GLOSSARY, line, f"There is no topic “{term.topic}”.", mend)


@rule("glossary-facts")
def glossary_facts(inspection: Inspection) -> Iterator[Found]:
    """A language that names other facts than most says something else than they do."""
    for term in inspection.knowledge.glossary.terms.values():
        named = {code: frozenset(references(text)) for code, text in term.plain.items()}
        usual = max(named.values(), key=list(named.values()).count, default=frozenset())
        for code, facts in named.items():
            if facts != usual:
                line = inspection.content.glossary.line(term.id, "plain", code)
                message = f"“{term.name}” names other facts here than in most languages."
                mend = f"It must name: {', '.join(sorted(usual)) or 'none'}."
                yield Found(GLOSSARY, line, message, mend)


@rule("glossary-number")
def glossary_number(inspection: Inspection) -> Iterator[Found]:
    mend = "Put it into facts.yml and write the fact's name here in curly brackets, as {notice-period-months}."
    for line, text in _lines(inspection):
        for what, figure in figures(text):
            yield Found(GLOSSARY, line, f"{what} stands in the text: “{figure}”.", mend)


@rule("glossary-brackets")
def glossary_brackets(inspection: Inspection) -> Iterator[Found]:
    for line, text in _lines(inspection):
        if re.search(r"[{}]", _FACT.sub("", text)):
            yield Found(GLOSSARY, line, "A curly bracket has no partner.", "Write every fact as {its-name}.")
    for term in inspection.knowledge.glossary.terms.values():
        for key in _FOREIGN:
            for code, text in _texts(term)[key].items():
                if _FACT.search(text):
                    line = inspection.content.glossary.line(term.id, key, code)
                    yield Found(GLOSSARY, line, f"“{key}” can't name a fact.", "Name it in “plain”.")


@rule("glossary-alias")
def glossary_alias(inspection: Inspection) -> Iterator[Found]:
    first: dict[tuple[str, ...], Term] = {}
    for term in inspection.knowledge.glossary.terms.values():
        for where, spelling in _spellings(term):
            key = spelling_key(spelling)
            line = inspection.content.glossary.line(term.id, *where)
            if not key:
                yield Found(GLOSSARY, line, f"“{spelling}” holds no word.", "Take it out, or write a word.")
            elif (other := first.setdefault(key, term)) is not term:
                message = f"“{spelling}” already stands for “{other.name}”: nobody could tell which one is meant."
                yield Found(GLOSSARY, line, message, "Keep it with one of the two.")


def _texts(term: Term) -> Mapping[str, Mapping[str, str]]:
    return {"sound": term.sound, "literal": term.literal, "plain": term.plain}


def _lines(inspection: Inspection) -> Iterator[tuple[int, str]]:
    """Every text of every term that a reader sees, with its line."""
    for term in inspection.knowledge.glossary.terms.values():
        for key, texts in _texts(term).items():
            for code, text in texts.items():
                yield inspection.content.glossary.line(term.id, key, code), text


def _spellings(term: Term) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every spelling with its place in the term's entry."""
    yield from ((("also", index), spelling) for index, spelling in enumerate(term.also))
    yield from ((("aliases", index), spelling) for index, spelling in enumerate(term.aliases))
    yield from ((("term",), spelling) for spelling in term.spellings() if spelling not in term.also)
