"""What each bare Vietnamese syllable probably was: the letter model that pyvi ships, read without pyvi's imports.

pyvi itself loads scikit-learn (98 MB, 2.4 s) to do this; its model file alone takes 8 MB and opens in 10 ms.
"""

import math
import threading
import unicodedata
from importlib.resources import files

import pycrfsuite  # type: ignore[import-untyped]

from bot.errors import NotTrained

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"\u0302": "m", "\u0306": "w", "\u031b": "w"}
_FLOOR = 1e-4


def letter_label(letter: str) -> str:
    """pyvi's name for the mark on a lower-case letter: `L` none, `Lm` â/đ, `Lw` ă/ơ, plus the tone (`Lwf` = ằ)."""
    if letter == "đ":
        return "Lm"
    marks = unicodedata.normalize("NFD", letter)[1:]
    shape = "".join(_SHAPES.get(mark, "") for mark in marks)
    return "L" + shape + "".join(_TONES.get(mark, "") for mark in marks)


class AccentModel:
    """Scores ways to put the marks back. One tagger, so one thread at a time."""

    def __init__(self) -> None:
        self._tagger = pycrfsuite.Tagger()
        path = files("pyvi").joinpath("models/vidiac.crfsuite")
        try:
            self._tagger.open(str(path))
        except (OSError, ValueError) as error:
            raise NotTrained("pyvi's accent model is missing: install the pyvi package") from error
        self._labels = frozenset(self._tagger.labels())
        self._lock = threading.Lock()

    def scores(self, bare: list[str], choices: list[list[str]]) -> list[list[float]]:
        """Log-probability of every choice for every bare syllable, the sentence around it taken into account."""
        letters = " ".join(bare)
        with self._lock:
            self._tagger.set(pycrfsuite.ItemSequence(_features(letters, bare)))
            start, table = 0, []
            for syllable, options in zip(bare, choices, strict=True):
                table.append([self._score(option, start) for option in options] if len(options) > 1 else [0.0])
                start += len(syllable) + 1
        return table

    def _score(self, option: str, start: int) -> float:
        total = 0.0
        for place, letter in enumerate(option):
            label = letter_label(letter)
            share = self._tagger.marginal(label, start + place) if label in self._labels else 0.0
            total += math.log(max(share, _FLOOR))
        return total


def _features(letters: str, bare: list[str]) -> list[list[str]]:
    """Per letter what pyvi's model was trained to look at: the syllable around it and its neighbours."""
    rows: list[list[str]] = []
    for index, syllable in enumerate(bare):
        after = bare[index + 1] if index + 2 < len(bare) else None
        before = bare[index - 1][index == 1 :] if index else None  # pyvi loses the first letter of a text
        if index:
            rows.append(["bias", "current_char_{}: "])
        for place in range(len(syllable)):
            rows.append(_letter_features(syllable, place, before, after, first=index == 0, last=index + 1 == len(bare)))
    return rows


def _letter_features(
    syllable: str, place: int, before: str | None, after: str | None, first: bool, last: bool
) -> list[str]:
    row = ["bias", f"current_char_{{}}:{syllable[place]}"]
    row += [f"{i - place}_char_:{c}" for i, c in enumerate(syllable) if i != place]
    if not first:
        row.append(f"{-place - 1}_char_: ")
    if not last:
        row.append(f"{len(syllable) - place}_char_: ")
    inner = ("" if first else " ") + (syllable[:-1] if last else syllable)
    if first and last and len(syllable) == 1:
        inner = ""
    row.append(f"inner_word_:{inner}")
    if before is not None:
        row.append(f"-1_word_:{before}")
    if after is not None:
        row.append(f"1_word_:{after}")
    return row
