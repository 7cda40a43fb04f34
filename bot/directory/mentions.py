"""Finds the places that a message names: towns in any language and form, and postcodes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.directory.directory import Directory
from bot.directory.spelling import fold, is_form_of, words_of

KEY_LETTERS = 2
"""A name is looked for only where a word begins like it; no rule of spelling changes the first two letters."""

_POSTCODE = re.compile(r"(?<![\d.,:/+-])([1-7]\d{2}) ?(\d{2})(?![\d.,:/-]|\s?(?:\d|%))")
_MONEY = re.compile(r"\s*(?:kč|kc\b|czk|korun|крон|к[чc]\b|كرون|eur|€)", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """What a message says about where.

    `places` are ids in the order in which they are named. `postcode` is told when its place is only the nearest known.
    `alone`: nothing else is said, besides words such as "the office in".
    """

    places: tuple[str, ...]
    postcode: str | None
    alone: bool


@dataclass(frozen=True)
class _Name:
    """A name as folded words, and the places that bear it."""

    words: tuple[str, ...]
    places: tuple[str, ...]


class PlaceNames:
    """Knows the names of all places of a directory.

    `beside` are words and phrases that say nothing more than that an office is asked for. `careful` are names that are
    common words too: they count only with a capital letter, in a message that isn't all capitals, or alone.
    """

    def __init__(self, directory: Directory, beside: Iterable[str], careful: Iterable[str]) -> None:
        self._directory = directory
        self._names = _by_beginning(_names(directory))
        self._beside = _by_beginning(_Name(_folded(phrase), ()) for phrase in beside)
        self._careful = frozenset(fold(word) for word in careful)

    def place_in(self, text: str) -> Mention:
        """The places of a message; none when it names no place."""
        rest, postcodes = self._without_postcodes(text)
        words = words_of(rest)
        folded = [fold(word) for word in words]
        covered, found = self._find(folded)
        alone = self._is_alone(folded, covered)
        places = [place for place, at in found if alone or not self._is_common(words[at], folded[at], text)]
        guessed: str | None = None
        for postcode in postcodes:
            if match := self._directory.place_of_postcode(postcode):
                places.append(match.place.id)
                guessed = None if match.exact else postcode
        unique = self._without_wholes(dict.fromkeys(places))
        return Mention(unique, guessed if len(unique) == 1 else None, alone and bool(unique))

    def _without_wholes(self, places: Iterable[str]) -> tuple[str, ...]:
        """Who says "190 00 Praha" means the district, not the whole town as well."""
        named = [self._directory.places[place] for place in places]
        return tuple(
            place.id
            for place in named
            if not any(other is not place and other.name.startswith(f"{place.name} ") for other in named)
        )

    def _without_postcodes(self, text: str) -> tuple[str, list[str]]:
        """The text without its postcodes of known areas; an amount of money is none."""
        postcodes: list[str] = []

        def take(match: re.Match[str]) -> str:
            postcode = match[1] + match[2]
            if _MONEY.match(text, match.end()) or not self._directory.place_of_postcode(postcode):
                return match[0]
            postcodes.append(postcode)
            return " "

        return _POSTCODE.sub(take, text), postcodes

    def _find(self, folded: list[str]) -> tuple[set[int], list[tuple[str, int]]]:
        """The positions that names cover, and each place with the position of its first word; longer names win."""
        covered: set[int] = set()
        found: list[tuple[str, int]] = []
        at = 0
        while at < len(folded):
            if name := _longest(self._names, folded, at):
                found += [(place, at) for place in name.places]
                covered |= set(range(at, at + len(name.words)))
                at += len(name.words)
            else:
                at += 1
        return covered, found

    def _is_alone(self, folded: list[str], covered: set[int]) -> bool:
        at = 0
        while at < len(folded):
            if at in covered:
                at += 1
            elif phrase := _longest(self._beside, folded, at):
                at += len(phrase.words)
            else:
                return False
        return True

    def _is_common(self, word: str, folded: str, text: str) -> bool:
        return folded in self._careful and (text.isupper() or not word[0].isupper())


def _names(directory: Directory) -> Iterator[_Name]:
    """Every name once, with all the places that bear it."""
    places: dict[tuple[str, ...], list[str]] = {}
    for place in directory.places.values():
        spellings = (place.name, *(name for names in place.names.values() for name in names), *place.also)
        for words in dict.fromkeys(_folded(spelling) for spelling in spellings):
            places.setdefault(words, []).append(place.id)
    return (_Name(words, tuple(bearers)) for words, bearers in places.items())


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words_of(text))


def _by_beginning(names: Iterable[_Name]) -> Mapping[str, list[_Name]]:
    """Names by how they begin, the longest first."""
    index: dict[str, list[_Name]] = {}
    for name in names:
        index.setdefault(name.words[0][:KEY_LETTERS], []).append(name)
    return {key: sorted(group, key=lambda name: -len(name.words)) for key, group in index.items()}


def _longest(index: Mapping[str, list[_Name]], folded: list[str], at: int) -> _Name | None:
    for beginning in _beginnings(folded[at]):
        for name in index.get(beginning, ()):
            here = folded[at : at + len(name.words)]
            several = len(name.words) > 1
            if len(here) == len(name.words) and all(map(lambda w, n: is_form_of(w, n, part=several), here, name.words)):
                return name
    return None


def _beginnings(word: str) -> Iterator[str]:
    """How a name in this word may begin: as the word, or after an Arabic prefix of one to three letters."""
    yield word[:KEY_LETTERS]
    if "\u0600" <= word[0] <= "\u06ff":
        yield from (word[cut : cut + KEY_LETTERS] for cut in (1, 2, 3) if len(word) > cut + 1)
