"""Rules about how a text is written: its length, its examples, and no number that isn't a fact."""

import re
from collections.abc import Iterator
from itertools import chain

from bot.knowledge.checker.fault import Found, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.text_document import Line, TextDocument

MOST_SHORT = 600
MOST_SECTION = 1200
MOST_TITLE = 60
MOST_BUTTON = 28
"""The lengths in characters that fit a chat bubble, a heading and a small button."""

FEWEST_EXAMPLES = 20
"""Examples a language needs to be understood (measured: six gave 59 % right at the first guess)."""

_FACT = re.compile(r"\{[^{}\n]*\}")
_LIST_NUMBER = re.compile(r"^\s*\d+\.\s")
# A code such as U1, S1, PD U2, COVID-19: Latin capitals with a digit or two, but not an amount such as CZK50.
_CODE = re.compile(r"(?<![A-Za-z0-9])(?!CZK|EUR|USD|KC)[A-Z]{1,5}-?[0-9]{1,2}(?![0-9])")
_FIGURES = (
    ("An e-mail address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("A web address", re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:cz|com|eu|org|net|info|gov|io)\b")),
    ("A date", re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4})?|\b\d{1,4}[-/]\d{1,2}[-/]\d{2,4}\b")),
    ("A phone number", re.compile(r"\+?\d(?:[\s()-]?\d){8,}")),
    ("A number", re.compile(r"\d+(?:[.,:\s–-]?\d+)*\s?%?")),
)


@rule("number-in-text")
def number_in_text(inspection: Inspection) -> Iterator[Found]:
    mend = "Put it into facts.yml and write the fact's name here in curly brackets, as {registration-deadline}."
    for _, _, document in inspection.texts():
        for line in chain(_head_lines(document), document.answer_lines()):
            for what, figure in figures(line.text):
                yield Found(document.file, line.number, f"{what} stands in the text: “{figure}”.", mend)


@rule("brackets")
def brackets(inspection: Inspection) -> Iterator[Found]:
    for _, _, document in inspection.texts():
        for line in chain(_head_lines(document), document.examples.lines):
            if "{" in line.text or "}" in line.text:
                message = "Curly brackets are not filled in here (title, button, examples)."
                yield Found(document.file, line.number, message, "Write it as people say it, without brackets.")
        for line in document.answer_lines():
            if re.search(r"[{}]", _FACT.sub("", line.text)):
                mend = "Write every fact as {its-name}, with both brackets on the same line."
                yield Found(document.file, line.number, "A curly bracket has no partner on this line.", mend)


@rule("length")
def length(inspection: Inspection) -> Iterator[Found]:
    for _, text, document in inspection.texts():
        front = document.front
        sizes = [
            ("The title", len(text.title), MOST_TITLE, front.line("title")),
            ("The button", len(text.button), MOST_BUTTON, front.line("button")),
            ("The short answer", inspection.length(text.short, text.language), MOST_SHORT, document.short.line),
        ]
        for name, section in text.sections.items():
            line = document.sections[name].line
            sizes.append((f"The section “{name}”", inspection.length(section, text.language), MOST_SECTION, line))
        for what, size, most, line in sizes:
            if size > most:
                message = f"{what} has {size} characters; at most {most} fit."
                yield Found(document.file, line, message, f"Shorten it by {size - most} characters.")


@rule("few-examples")
def few_examples(inspection: Inspection) -> Iterator[Found]:
    for _, text, document in inspection.texts():
        if (count := len(text.examples)) < FEWEST_EXAMPLES:
            message = f"There are only {count} examples; the assistant needs at least {FEWEST_EXAMPLES}."
            mend = "Add more, as people really write: short, long, with typos, without diacritics."
            yield Found(document.file, document.examples.line, message, mend)


@rule("same-example")
def same_example(inspection: Inspection) -> Iterator[Found]:
    first: dict[tuple[str, str], str] = {}
    for _, text, document in inspection.texts():
        for line in document.examples.lines:
            place = f"{document.file}, line {line.number}"
            if (other := first.setdefault((text.language, _normalised(line.text)), place)) != place:
                message = f"“{line.text}” is an example already in {other}."
                yield Found(document.file, line.number, message, "Delete one of the two, or say it in another way.")


def _head_lines(document: TextDocument) -> Iterator[Line]:
    front = document.front.entry()
    for key in ("title", "button"):
        yield Line(document.front.line(key), front.text(key))


def figures(text: str) -> Iterator[tuple[str, str]]:
    """What stands in the text instead of a fact, each once, under the name that fits best."""
    rest = _FACT.sub(" · ", _LIST_NUMBER.sub("", text))
    rest = _CODE.sub(" · ", rest)
    for what, pattern in _FIGURES:
        for match in pattern.finditer(rest):
            yield what, match[0].strip()
        rest = pattern.sub(" · ", rest)


def _normalised(example: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", example.casefold()).split())
