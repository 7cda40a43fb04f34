"""Letter statistics: how probable each next letter of a word is, in many languages at once.

One row holds the log-probability of one letter n-gram for every class, so that a message costs a few array look-ups.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ORDERS = (4, 3, 2, 1)
STEP = 1 / 16  # nats per stored unit: a byte reaches down to e^-16
_SMOOTHING = {4: 3.0, 3: 3.0, 2: 3.0, 1: 20.0}
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SPACE = 32

Keys = NDArray[np.uint32]
Floats = NDArray[np.float32]


def letter_points(word_list: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Code points of the words, each closed by a space, and the position where each word starts."""
    joined = " ".join(word_list) + " "
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    ends = np.flatnonzero(points == _SPACE)
    return points, np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])


def ngram_keys(points: NDArray[np.uint64], starts: NDArray[np.int64], order: int) -> Keys:
    """A 32-bit key for the letters that end at each position, never reaching back past the start of the word."""
    return _window_keys(points, starts, range(order - 1, -1, -1), order)


def context_keys(points: NDArray[np.uint64], starts: NDArray[np.int64], order: int) -> Keys:
    """A key for the `order - 1` letters before each position."""
    return _window_keys(points, starts, range(order - 1, 0, -1), order + 16)


def _window_keys(points: NDArray[np.uint64], starts: NDArray[np.int64], backs: range, salt: int) -> Keys:
    inside = np.arange(len(points)) - np.repeat(starts, np.diff(np.append(starts, len(points))))
    key = np.full(len(points), salt, dtype=np.uint64)
    for back in backs:
        letters = np.full(len(points), _SPACE, dtype=np.uint64)
        letters[back:] = points[: len(points) - back]
        letters[inside < back] = _SPACE
        key = (key * np.uint64(1_000_003) + letters + np.uint64(1)) * _PRIME
        key ^= key >> np.uint64(29)
    return (key >> np.uint64(16)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Counted:
    """One class's words and how much each counts."""

    words: Sequence[str]
    weights: Floats


def letter_rows(classes: Sequence[Counted], least: float) -> dict[int, tuple[Keys, Floats]]:
    """Per order the n-grams seen in any class with their log-probability in every class (rows × classes).

    4-grams that weigh less than `least` over all classes together are left out.
    """
    read = [letter_points(c.words) for c in classes]
    spread = [np.repeat(c.weights, np.diff(np.append(s, len(p)))) for c, (p, s) in zip(classes, read, strict=True)]
    lower: dict[int, tuple[Keys, Floats]] = {}
    for order in reversed(ORDERS):
        grams = [ngram_keys(p, s, order) for p, s in read]
        contexts = [context_keys(p, s, order) for p, s in read]
        shorter = [ngram_keys(p, s, order - 1) for p, s in read] if order > 1 else grams
        keys, firsts = np.unique(np.concatenate(grams), return_index=True)
        seen = _counts(keys, grams, spread)
        all_contexts, context_of = np.unique(np.concatenate(contexts)[firsts], return_inverse=True)
        context_seen = _counts(all_contexts, contexts, spread)[context_of]
        if order == 1:
            base = np.full(seen.shape, 1 / 60, dtype=np.float32)
        else:
            shorter_keys, shorter_rows = lower[order - 1]
            base = np.exp(shorter_rows[np.searchsorted(shorter_keys, np.concatenate(shorter)[firsts])])
        mu = np.float32(_SMOOTHING[order])
        rows = np.log((seen + mu * base) / (context_seen + mu)).astype(np.float32)
        keep = seen.sum(axis=1) >= least if order == ORDERS[0] else np.ones(len(keys), dtype=bool)
        lower[order] = (keys[keep], rows[keep])
    return lower


def _counts(keys: Keys, per_class: Sequence[Keys], spread: Sequence[Floats]) -> Floats:
    counts = np.zeros((len(keys), len(per_class)), dtype=np.float32)
    for column, (found, weights) in enumerate(zip(per_class, spread, strict=True)):
        place = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        hit = keys[place] == found
        counts[:, column] = np.bincount(place[hit], weights=weights[hit], minlength=len(keys))
    return counts


def packed(rows: Floats) -> NDArray[np.uint8]:
    """Log-probabilities as bytes."""
    stored: NDArray[np.uint8] = np.clip(np.rint(-rows / STEP), 0, 255).astype(np.uint8)
    return stored


class LetterModel:
    """Looks up letter statistics; built from `letter_rows` after `packed`."""

    def __init__(self, tables: dict[int, tuple[Keys, NDArray[np.uint8]]]) -> None:
        self._tables = tables

    def word_scores(self, word_list: Sequence[str]) -> Floats:
        """Log-probability of each word in each class (words × classes)."""
        points, starts = letter_points(word_list)
        longest = ORDERS[0]
        rows = np.full((len(points), self._tables[longest][1].shape[1]), 255, dtype=np.uint8)
        missing = np.ones(len(points), dtype=bool)
        for order in ORDERS:
            keys, table = self._tables[order]
            found = ngram_keys(points, starts, order)
            place = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
            hit = missing & (keys[place] == found)
            rows[hit] = table[place[hit]]
            missing &= ~hit
            if not missing.any():
                break
        sums = np.add.reduceat(rows.astype(np.float32), starts, axis=0)
        return (-STEP * sums).astype(np.float32)
