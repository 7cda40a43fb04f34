"""A topic's text in one language (`en.md`) taken apart, with the line of everything in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.model import FACETS
from bot.knowledge.yaml_document import Unreadable, YamlDocument, parse_yaml

EXAMPLES = "examples"
SHORT = "short"
_HEADING = re.compile(r"## +([a-z]+)\s*")
_LIST_ITEM = re.compile(r"(?:- |\d+\. )")
_FENCE = "---"


@dataclass(frozen=True)
class Line:
    """One line as it stands in the file; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Block:
    """The short answer or one section; `line` is its heading's (the short answer: its first line's)."""

    name: str
    line: int
    lines: tuple[Line, ...]

    def flowing(self) -> str:
        """One line for each paragraph and list item: editors wrap lines, a chat window must not show where.

        A line after a list item goes on with it when it is indented; otherwise it begins a paragraph of its own.
        """
        flow: list[str] = []
        for line in self.lines:
            text = line.text.strip()
            after_item = bool(flow) and bool(_LIST_ITEM.match(flow[-1])) and not line.text.startswith(" ")
            if text and flow and flow[-1] and not _LIST_ITEM.match(text) and not after_item:
                flow[-1] += " " + text
            else:
                flow += ["", text] if after_item and text and not _LIST_ITEM.match(text) else [text]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(flow)).strip()


@dataclass(frozen=True)
class TextDocument:
    """The head of the file, the short answer, the sections in their order, the example questions."""

    file: str
    front: YamlDocument
    short: Block
    sections: Mapping[str, Block]
    examples: Block
    last_line: int

    def answer_lines(self) -> Iterator[Line]:
        """Every line a reader may see, without the head and the examples."""
        yield from self.short.lines
        for block in self.sections.values():
            yield from block.lines


def parse_text(text: str, file: str) -> TextDocument:
    """Take a text apart. Raises `Unreadable` for a missing head, a broken heading, an example outside the list."""
    lines = [Line(number, line) for number, line in enumerate(text.rstrip().split("\n"), start=1)]
    end = _end_of_head(lines, file)
    front = parse_yaml("\n".join(line.text for line in lines[1:end]), file, first_line=2)
    short, *rest = _blocks(lines[end + 1 :], file, first_line=end + 2)
    sections = {block.name: block for block in rest}
    last_line = lines[-1].number
    examples = sections.pop(EXAMPLES, Block(EXAMPLES, last_line, ()))
    return TextDocument(file, front, short, sections, _example_block(examples, file), last_line)


def _end_of_head(lines: list[Line], file: str) -> int:
    fences = [index for index, line in enumerate(lines) if line.text.strip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:
        mend = "Begin the file with a line ---, then title, button and review, then a line --- again."
        raise Unreadable(file, 1, "shape", "The head of the text is missing or has no end.", mend)
    return fences[1]


def _blocks(lines: list[Line], file: str, first_line: int) -> list[Block]:
    name, start, held = SHORT, first_line, list[Line]()
    blocks: list[Block] = []
    for line in lines:
        if not line.text.startswith("#"):
            held.append(line)
            continue
        blocks.append(_block(name, start, held))
        name, start, held = _heading(line, file), line.number, []
        if any(block.name == name for block in blocks):
            raise Unreadable(file, start, "shape", f"The section “{name}” stands here twice.", "Join the two into one.")
    blocks.append(_block(name, start, held))
    return blocks


def _block(name: str, start: int, lines: list[Line]) -> Block:
    filled = [line.number for line in lines if line.text.strip()]
    return Block(name, filled[0] if name == SHORT and filled else start, tuple(lines))


def _heading(line: Line, file: str) -> str:
    if match := _HEADING.fullmatch(line.text):
        return match[1]
    mend = f"Write ## and one of these: {', '.join((*FACETS, EXAMPLES))}."
    raise Unreadable(file, line.number, "shape", f"“{line.text.strip()}” is not the heading of a section.", mend)


def _example_block(block: Block, file: str) -> Block:
    examples = []
    for line in block.lines:
        if not (text := line.text.strip()):
            continue
        if not text.startswith("- "):
            mend = "Begin every example with “- ” and keep it on one line."
            raise Unreadable(file, line.number, "shape", "This example doesn't begin with a dash.", mend)
        examples.append(Line(line.number, text[2:].strip()))
    return Block(block.name, block.line, tuple(examples))
