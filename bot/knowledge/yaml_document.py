"""A YAML content file with the line of every entry, so that a fault can point at it.

Every scalar is taken as text: an editor who writes `112`, `8:00` or `no` without quotation marks means what stands
there, not the number 112, 480 minutes or false.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bot.errors import ContentError

type Tree = str | list[Tree] | dict[str, Tree]
type Where = tuple[str | int, ...]


class Unreadable(ContentError):
    """A content file that can't be taken as it is: what is wrong, on which line, and what to do about it."""

    def __init__(self, file: str, line: int, rule: str, message: str, mend: str) -> None:
        super().__init__(f"{file}:{line}: {message} {mend}")
        self.file, self.line, self.rule, self.message, self.mend = file, line, rule, message, mend


def attempt[T](faults: list[Unreadable], read: Callable[[], T]) -> T | None:
    """The result of `read`, or None with its fault kept, so that one bad file doesn't hide the faults of others."""
    try:
        return read()
    except Unreadable as fault:
        faults.append(fault)
        return None


def read_text(root: Path, file: str) -> str:
    """The text of a file named from `root`, with `\\n` line ends. Raises `Unreadable` for no file or no UTF-8."""
    try:
        raw = (root / file).read_bytes()
    except OSError as error:
        mend = f"Create {file}; docs/editing.md shows its form."
        raise Unreadable(file, 1, "missing-file", "This file is missing or can't be opened.", mend) from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        mend = "Open it in your editor and save it with the encoding UTF-8."
        raise Unreadable(file, line, "encoding", "A character on this line is not in UTF-8.", mend) from error


@dataclass(frozen=True)
class YamlDocument:
    """The content of one file and the line (from 1) of each place in it."""

    file: str
    tree: Tree
    lines: Mapping[Where, int]

    def line(self, *where: str | int) -> int:
        """The line of this place, or of the nearest one around it that exists."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def entry(self) -> "Entry":
        return Entry.at(self, (), self.tree)


def parse_yaml(text: str, file: str, first_line: int = 1) -> YamlDocument:
    """Read YAML that begins on `first_line` of its file. Raises `Unreadable` where it is broken or says a key twice."""
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise _broken_yaml(error, text, file, first_line) from error
    lines: dict[Where, int] = {}
    tree = _grow(node, (), file, first_line, lines) if node is not None else ""
    return YamlDocument(file, tree, lines)


def _broken_yaml(error: yaml.YAMLError, text: str, file: str, first_line: int) -> Unreadable:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line, problem = error.problem_mark.line, error.problem or "unexpected text"
    else:
        line, problem = text[: getattr(error, "position", 0)].count("\n"), "a character that is not allowed"
    message = f"This line, or the one above it, breaks the form of the file ({problem})."
    mend = (
        "Look for a colon without a space after it, a tab, wrong indentation, or a text with a colon that needs"
        " quotation marks around it."
    )
    return Unreadable(file, first_line + line, "yaml", message, mend)


def _grow(node: yaml.Node, where: Where, file: str, first_line: int, lines: dict[Where, int]) -> Tree:
    lines.setdefault(where, first_line + node.start_mark.line)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_grow(item, (*where, index), file, first_line, lines) for index, item in enumerate(node.value)]
    tree: dict[str, Tree] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), first_line + key_node.start_mark.line
        if key in tree:
            raise Unreadable(file, line, "duplicate-key", f"“{key}” stands here twice.", "Keep one of the two.")
        lines[(*where, key)] = line
        tree[key] = _grow(value_node, (*where, key), file, first_line, lines)
    return tree


@dataclass(frozen=True)
class Entry:
    """A mapping inside a document, read strictly: a wrong shape is `Unreadable`, what is missing is empty."""

    document: YamlDocument
    where: Where
    tree: Mapping[str, Tree]

    @classmethod
    def at(cls, document: YamlDocument, where: Where, tree: Tree) -> "Entry":
        if tree == "":
            return cls(document, where, {})
        if not isinstance(tree, dict):
            message, mend = "Names with values are expected here.", "Write them as “name: value”, one a line."
            raise Unreadable(document.file, document.line(*where), "shape", message, mend)
        return cls(document, where, tree)

    def unreadable(self, key: str | None, message: str, mend: str) -> Unreadable:
        where = self.where if key is None else (*self.where, key)
        return Unreadable(self.document.file, self.document.line(*where), "shape", message, mend)

    def allow(self, *keys: str) -> None:
        """Refuse any other key: a mistyped one would be left out silently."""
        for key in self.tree:
            if key not in keys:
                raise self.unreadable(key, f"“{key}” is not known here.", f"Known are: {', '.join(keys)}.")

    def text(self, key: str) -> str:
        found = self.tree.get(key, "")
        if not isinstance(found, str):
            raise self.unreadable(key, f"“{key}” must be a text.", "Write it on one line after the colon.")
        return found.strip()

    def required(self, key: str) -> str:
        if found := self.text(key):
            return found
        raise self.unreadable(key, f"“{key}” is missing or empty.", f"Add a line “{key}: …”.")

    def day(self, key: str) -> date | None:
        if not (found := self.text(key)):
            return None
        try:
            return date.fromisoformat(found)
        except ValueError as error:
            mend = "Write it as year-month-day, for example 2026-03-31."
            raise self.unreadable(key, f"“{found}” is not a day of the calendar.", mend) from error

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.tree.get(key, "") or []
        if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
            raise self.unreadable(key, f"“{key}” must be a list.", "Write it as [first, second].")
        return tuple(str(item) for item in found)

    def entries(self, key: str) -> tuple["Entry", ...]:
        found = self.tree.get(key, "") or []
        if not isinstance(found, list):
            raise self.unreadable(key, f"“{key}” must be a list.", "Begin each item with “- ” on its own line.")
        return tuple(Entry.at(self.document, (*self.where, key, index), item) for index, item in enumerate(found))

    def children(self) -> dict[str, "Entry"]:
        """All entries of a file whose keys are ids."""
        return {key: Entry.at(self.document, (*self.where, key), tree) for key, tree in self.tree.items()}
