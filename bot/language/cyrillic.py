"""Brings romanised Ukrainian and Russian back to Cyrillic."""

import math
from dataclasses import dataclass

from bot.language.lexicon import Lexicon
from bot.language.romanised import NO_FIT, letter_by_letter, romanise, skeletons_of_latin, spelling_cost, tidy

_NATS_PER_ZIPF = 0.8 * math.log(10)
_OWN_SHARE = 0.7
_MOST_CANDIDATES = 24


@dataclass(frozen=True, slots=True)
class Reading:
    """A Cyrillic reading of a Latin word: how common (Zipf; 0 for an unknown word) and how oddly spelled (nats)."""

    word: str
    zipf: float
    cost: float


class CyrillicReader:
    """Works on single words of `uk` or `ru`."""

    def __init__(self, lexicon: Lexicon, code: str) -> None:
        self._lexicon = lexicon
        self._code = code

    def in_latin(self, word: str) -> str:
        """The word in plain Latin letters: people write Czech terms in Cyrillic (подпора, побит)."""
        return romanise(word, self._code, 0)

    def read(self, token: str) -> Reading:
        """The likeliest Cyrillic word; letter by letter when no known word fits."""
        plain = tidy(token)
        candidates: dict[str, tuple[float, float]] = {}
        for skeleton in skeletons_of_latin(plain):
            for word, zipf, own in self._lexicon.alike(skeleton)[:_MOST_CANDIDATES]:
                candidates[word] = (zipf, own)
        readings = [
            (zipf * _NATS_PER_ZIPF + own * _OWN_SHARE - cost, Reading(word, zipf, cost))
            for word, (zipf, own) in candidates.items()
            if (cost := spelling_cost(word, plain, self._code)) < NO_FIT
        ]
        if readings:
            return max(readings, key=lambda pair: (pair[0], pair[1].word))[1]
        return Reading(letter_by_letter(plain, self._code), 0.0, 0.0)
