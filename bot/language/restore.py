"""Puts missing diacritics back: the likeliest sequence of real words behind the bare ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.letters import without_diacritics
from bot.language.lexicon import Lexicon

_NATS_PER_ZIPF = math.log(10)
_OWN_SHARE = 0.7
_MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to write a word and how likely it is before its neighbours are looked at (nats)."""

    word: str
    nats: float


class DiacriticsRestorer:
    """Works on lower-case words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def choices(self, word: str) -> list[Choice]:
        """Words that give this one when diacritics are left out; marks already typed are kept."""
        bare = without_diacritics(word)
        found = [
            Choice(other, zipf * _NATS_PER_ZIPF + own * _OWN_SHARE)
            for other, zipf, own in self._lexicon.alike(bare)
            if len(other) == len(word) and all(a in (b, c) for a, b, c in zip(word, other, bare, strict=True))
        ]
        kept = [c for c in found if all(w == o for w, o, b in zip(word, c.word, bare, strict=True) if w != b)]
        return sorted(kept, key=lambda choice: (-choice.nats, choice.word))[:_MOST_CHOICES]

    def restore(self, words: Sequence[str], open_places: Sequence[bool]) -> list[str]:
        """The words with diacritics; only places marked open are changed."""
        if not words:
            return []
        columns = [
            (self.choices(word) if free else []) or [Choice(word, 0.0)]
            for word, free in zip(words, open_places, strict=True)
        ]
        return self._best_path(columns)

    def _best_path(self, columns: list[list[Choice]]) -> list[str]:
        paths = [(choice.nats, [choice.word]) for choice in columns[0]]
        for column in columns[1:]:
            paths = [self._extended(paths, choice) for choice in column]
        return max(paths, key=lambda path: path[0])[1]

    def _extended(self, paths: list[tuple[float, list[str]]], choice: Choice) -> tuple[float, list[str]]:
        nats, path = max(
            ((nats + self._lexicon.pair_weight(path[-1], choice.word), path) for nats, path in paths),
            key=lambda scored: scored[0],
        )
        return nats + choice.nats, [*path, choice.word]
