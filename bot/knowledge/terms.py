"""Finds the glossary's terms in a text: in any case, without diacritics, declined, and if wanted with a typo."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.word_forms import exact_key, folded, spelling_keys, word_keys

_MARKS = "\u0300-\u036f\u0640\u064b-\u065f\u0670"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+(?:['’ʼ`](?:[^\W_]|[{_MARKS}])+)*")
_BETWEEN = re.compile(r"(?:[^\S\n]|[\-‑–/„“”\"«»])*")
LEAST_LETTERS_OF_A_TYPO = 6


@dataclass(frozen=True)
class Word:
    """A word where it stands in its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class FoundTerm:
    """A term where it stands in a text."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class _Spelling:
    """One way to write a term, as what each of its words must match."""

    term: str
    keys: tuple[str, ...]


def words_in(text: str) -> list[Word]:
    """The words of a text, each with its place."""
    return [Word(match[0], *match.span()) for match in _WORD.finditer(text)]


def spelling_key(spelling: str) -> tuple[str, ...]:
    """Equal for two spellings that can't be told apart in a message."""
    return spelling_keys([word.text for word in words_in(spelling)])


class TermMatcher:
    """Knows all spellings of all terms. With `typos`, a long word may differ by one letter."""

    def __init__(self, spellings: Mapping[str, Iterable[str]], *, typos: bool = False) -> None:
        self._by_first: dict[str, list[_Spelling]] = defaultdict(list)
        for term, written in spellings.items():
            for keys in dict.fromkeys(spelling_key(spelling) for spelling in written):
                if keys:
                    self._by_first[keys[0]].append(_Spelling(term, keys))
        known = {key for spellings in self._by_first.values() for spelling in spellings for key in spelling.keys}
        self._typos = _Typos(known) if typos else None

    def find(self, text: str) -> list[FoundTerm]:
        """Every term in the text, in order; of two that overlap the longer one."""
        words = words_in(text)
        keys = [self._keys(word.text) for word in words]
        found: list[FoundTerm] = []
        at = 0
        while at < len(words):
            spelling = self._longest(text, words, keys, at)
            if spelling is None:
                at += 1
                continue
            after = at + len(spelling.keys)
            found.append(FoundTerm(spelling.term, words[at].start, words[after - 1].end))
            at = after
        return found

    def _keys(self, word: str) -> frozenset[str]:
        keys = word_keys(word)
        return keys | self._typos.meant(keys) if self._typos else keys

    def _longest(self, text: str, words: list[Word], keys: list[frozenset[str]], at: int) -> _Spelling | None:
        fitting = [
            spelling
            for key in keys[at]
            for spelling in self._by_first.get(key, ())
            if _stands_at(spelling, text, words, keys, at)
        ]
        return max(fitting, key=lambda spelling: _worth(spelling, words, at), default=None)


def _stands_at(spelling: _Spelling, text: str, words: list[Word], keys: list[frozenset[str]], at: int) -> bool:
    after = at + len(spelling.keys)
    if after > len(words):
        return False
    joined = all(_BETWEEN.fullmatch(text, words[i].end, words[i + 1].start) for i in range(at, after - 1))
    return joined and all(key in keys[at + i] for i, key in enumerate(spelling.keys))


def _worth(spelling: _Spelling, words: list[Word], at: int) -> tuple[int, int, str]:
    """More words first; then those that are written just so; then by name, so that it is always the same one."""
    exact = sum(key == exact_key(words[at + i].text) for i, key in enumerate(spelling.keys))
    return len(spelling.keys), exact, spelling.term


class _Typos:
    """Which known word a word with one wrong, missing, extra or swapped letter was meant to be."""

    def __init__(self, keys: set[str]) -> None:
        self._known = keys
        self._shortened: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            if len(key) > LEAST_LETTERS_OF_A_TYPO:
                for short in _shortened(key):
                    self._shortened[short].add(key)

    def meant(self, keys: frozenset[str]) -> frozenset[str]:
        """The keys of words that are one letter away; a word that is known itself is no typo of another."""
        if not self._known.isdisjoint(keys):
            return frozenset()
        return frozenset(
            known
            for key in keys
            if len(key) > LEAST_LETTERS_OF_A_TYPO
            for short in _shortened(key)
            for known in self._shortened.get(short, ())
            if _one_apart(key, known)
        )


def _shortened(key: str) -> Iterator[str]:
    """The key, and the key without each of its letters but the first two: its kind and its first letter."""
    yield key
    yield from (key[:i] + key[i + 1 :] for i in range(2, len(key)))


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, left out, added, or swapped with its neighbour."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    rests = one[same:], other[same:]
    swapped = rests[1][1::-1] + rests[1][2:]
    return rests[0][1:] in (rests[1], rests[1][1:]) or rests[0] in (rests[1][1:], swapped)


def plain_words(text: str) -> list[str]:
    """The words of a text, folded: how lists of words compare."""
    return [folded(word.text) for word in words_in(text)]
