"""Two questions in one message: where it can be cut, and whether both halves are really questions of their own."""

import re
from collections.abc import Collection, Iterator

LEAST_WORDS = 3
MOST_CUTS = 1
_ENDS = re.compile(r"(?<=[?؟？])\s+|\n+")


def cuts(text: str, conjunctions: Collection[str]) -> list[tuple[str, str]]:
    """The ways to cut a message in two: after a question mark or a line, else before a conjunction.

    Each half has at least three words. Only the most even way is taken: each costs the encoder as much as the message.
    """
    by_mark = [(text[: m.start()].strip(), text[m.end() :].strip()) for m in _ENDS.finditer(text)]
    found = [halves for halves in by_mark if _both_long(halves)]
    return sorted(found or _at_conjunctions(text, conjunctions), key=_unevenness)[:MOST_CUTS]


def _at_conjunctions(text: str, conjunctions: Collection[str]) -> Iterator[tuple[str, str]]:
    words = text.split()
    for place in range(LEAST_WORDS, len(words) - LEAST_WORDS):
        if words[place].strip(",;").casefold() in conjunctions:
            yield " ".join(words[:place]), " ".join(words[place + 1 :])


def _unevenness(halves: tuple[str, str]) -> int:
    return abs(len(halves[0]) - len(halves[1]))


def _both_long(halves: tuple[str, str]) -> bool:
    return all(len(half.split()) >= LEAST_WORDS for half in halves)
