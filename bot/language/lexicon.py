"""The words of one language: how common each is, and which are spelled alike once diacritics or scripts are dropped.

Sorted arrays instead of dictionaries: 100,000 words take about 4 MB, most of it never touched.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bot.language.arrays import Arrays
from bot.language.letters import fingerprint

# Word frequencies are kept as hundredths of the Zipf scale (3.00 = once in a million words, 6.00 = once in a thousand).
Zipf = float
Nats = float
OWN_WORD_ZIPF = 3.0


class Lexicon:
    """Known words and their look-alikes. Words are lower case; an unknown word has frequency 0."""

    def __init__(self, arrays: Arrays) -> None:
        self._known = _view(arrays["known"])
        self._text = memoryview(np.ascontiguousarray(arrays["text"])).cast("B")
        self._ends = _view(arrays["ends"])
        self._zipf = _view(arrays["zipf"])
        self._own = _view(arrays["own"])
        self._by_word = (_view(arrays["word_keys"]), _view(arrays["word_rows"]))
        self._by_shape = (_view(arrays["shape_keys"]), _view(arrays["shape_rows"]))
        self._pairs = (_view(arrays["pair_keys"]), _view(arrays["pair_weights"]))

    def __len__(self) -> int:
        return len(self._ends)

    def knows(self, word: str) -> bool:
        """Whether anybody is known to write the word like this (wrong once in 20,000 unknown words)."""
        key = fingerprint(word)
        place = bisect_left(self._known, key)
        return place < len(self._known) and self._known[place] == key

    def frequency(self, word: str) -> Zipf:
        """The Zipf frequency of a common word, 0 for others."""
        row = self._row(word)
        return 0.0 if row is None else self._zipf[row] / 100

    def owns(self, word: str) -> bool:
        """Whether the knowledge base itself uses the word."""
        row = self._row(word)
        return row is not None and self._own[row] > 0

    def alike(self, shape: str) -> list[tuple[str, Zipf, Nats]]:
        """Words of this shape (see `build_lexicon`) with their frequency and what the knowledge's use of them adds."""
        keys, rows = self._by_shape
        key = fingerprint(shape)
        found = range(bisect_left(keys, key), bisect_right(keys, key))
        return [(self.word(rows[i]), self._zipf[rows[i]] / 100, self._own[rows[i]] / 10) for i in found]

    def word(self, row: int) -> str:
        """The word in a row; rows are sorted by frequency, the most common first."""
        start = self._ends[row - 1] if row else 0
        return bytes(self._text[start : self._ends[row]]).decode()

    def frequency_of_row(self, row: int) -> tuple[Zipf, bool]:
        """Frequency of a row, and whether it is the knowledge's own word."""
        return self._zipf[row] / 100, self._own[row] > 0

    def pair_weight(self, first: str, second: str) -> float:
        """How much two words standing together tell, in nats; 0 for a pair never seen."""
        keys, weights = self._pairs
        key = fingerprint(f"{first} {second}")
        place = bisect_left(keys, key)
        return weights[place] / 10 if place < len(keys) and keys[place] == key else 0.0

    def _row(self, word: str) -> int | None:
        keys, rows = self._by_word
        key = fingerprint(word)
        for place in range(bisect_left(keys, key), bisect_right(keys, key)):
            if self.word(rows[place]) == word:
                return rows[place]
        return None


def build_lexicon(
    frequencies: Mapping[str, float],
    own: Mapping[str, int],
    pairs: Mapping[tuple[str, str], float],
    shape: Callable[[str], str],
    size: int,
    known_size: int,
) -> tuple[Arrays, list[str]]:
    """The arrays of a `Lexicon` and its words in row order.

    `frequencies` maps words to Zipf values, commonest first; `size` of them can be proposed, `known_size` are only
    known to exist. `own` counts the knowledge base's words. `shape` gives the same value for words that can be
    mistaken for each other.
    """
    zipf = {word: value for word, value in list(frequencies.items())[:size]}
    for word in own:
        zipf[word] = max(frequencies.get(word, 0.0), OWN_WORD_ZIPF)
    rows = sorted(zipf, key=lambda word: (-zipf[word], word))
    prints = [fingerprint(word) for word in rows]
    known = {fingerprint(word) for word in list(frequencies)[:known_size]} | set(prints)
    word_keys, word_rows = sorted_index(prints, range(len(rows)))
    shape_keys, shape_rows = sorted_index((fingerprint(shape(word)) for word in rows), range(len(rows)))
    encoded = [word.encode() for word in rows]
    pair_items = sorted((fingerprint(f"{a} {b}"), weight) for (a, b), weight in pairs.items())
    arrays: Arrays = {
        "known": np.array(sorted(known), dtype=np.uint32),
        "text": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "ends": np.cumsum([len(word) for word in encoded], dtype=np.uint32),
        "zipf": np.array([round(zipf[word] * 100) for word in rows], dtype=np.uint16),
        "own": np.array([_own_weight(own.get(word, 0)) for word in rows], dtype=np.uint8),
        "word_keys": word_keys,
        "word_rows": word_rows,
        "shape_keys": shape_keys,
        "shape_rows": shape_rows,
        "pair_keys": np.array([key for key, _ in pair_items], dtype=np.uint32),
        "pair_weights": np.array([min(round(weight * 10), 255) for _, weight in pair_items], dtype=np.uint8),
    }
    return arrays, rows


def _own_weight(count: int) -> int:
    """Tenths of nats that a word gains by being used `count` times in the knowledge base."""
    return min(round(10 * math.log1p(count)), 80)


def sorted_index(keys: Iterable[int], rows: Iterable[int]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Two arrays, keys ascending and the row of each (rows that share a key keep their order)."""
    key_array, row_array = np.fromiter(keys, dtype=np.uint32), np.fromiter(rows, dtype=np.uint32)
    order = np.argsort(key_array, kind="stable")
    return key_array[order], row_array[order]


def _view(array: NDArray[np.generic]) -> "memoryview[int]":
    return cast("memoryview[int]", memoryview(np.ascontiguousarray(array)))
