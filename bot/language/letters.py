"""Letters, scripts and tokens: what every other part of this room agrees on about a text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from zlib import crc32

Script = Literal["latin", "cyrillic", "arabic", "other"]

# Whatever carries meaning letter by letter and must come out as it went in.
_OPAQUE = r"(?:https?://|www\.)\S+|\S+@\S+|[@#/]\w+|\w[\w-]*(?:\.\w[\w-]*)+\.\w{2,}|\w+\.(?:cz|com|eu|org|net|gov)\b"
_WORD = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])+(?:['’ʼ`ʹ][^\W_]+)*['’ʼ`]?"
_TOKENS = re.compile(rf"(?P<opaque>{_OPAQUE})|(?P<word>{_WORD})|(?P<gap>[\W_])", re.UNICODE)

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0600, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
)
# Scripts that one language of this list alone, or nearly alone, is written in.
_LANGUAGE_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x1200, 0x137F, "am"),
    (0x1800, 0x18AF, "mn"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
_SIMPLE_FOLDS = str.maketrans({"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text; `kind` is `word`, `gap` or `opaque` (addresses, which nobody may touch)."""

    text: str
    kind: str


def tokens(text: str) -> Iterator[Token]:
    """The whole text in stretches; joined again they are the text."""
    for match in _TOKENS.finditer(text):
        yield Token(match.group(), match.lastgroup or "gap")


def words(text: str) -> list[str]:
    """The lower-case words with at least one letter, addresses and numbers left out."""
    return [t.text.lower() for t in tokens(text) if t.kind == "word" and any(c.isalpha() for c in t.text)]


def compose(text: str) -> str:
    """NFC: phones send `e` + combining caron as readily as `ě`."""
    return unicodedata.normalize("NFC", text)


class _BareLetters(dict[int, str]):
    """A translation table that works out each letter once."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        bare = letter if script_of(letter) != "latin" else unicodedata.normalize("NFD", letter.translate(_SIMPLE_FOLDS))
        self[point] = "".join(c for c in bare if not unicodedata.combining(c)) or letter
        return self[point]


_BARE = _BareLetters()


def without_diacritics(text: str) -> str:
    """The text as typed on a keyboard without diacritics (Latin script only: й and أ keep theirs)."""
    return text if text.isascii() else text.translate(_BARE)


@lru_cache(maxsize=4096)
def script_of(letter: str) -> Script:
    """The script of one character."""
    point = ord(letter)
    for first, last, script in _BLOCKS:
        if first <= point <= last:
            return script  # type: ignore[return-value]
    return "other"


def language_of_script(letter: str) -> str | None:
    """The language whose script this letter belongs to alone (Georgian, Korean …), or None."""
    point = ord(letter)
    return next((code for first, last, code in _LANGUAGE_BLOCKS if first <= point <= last), None)


def word_script(word: str) -> Script:
    """The script of a word, by its first letter."""
    if word[:1].isalpha():
        return script_of(word[0])
    return next((script_of(c) for c in word if c.isalpha()), "other")


def fingerprint(word: str) -> int:
    """32 bits that stand for a word in the sorted arrays (the same on every machine)."""
    return crc32(word.encode())
