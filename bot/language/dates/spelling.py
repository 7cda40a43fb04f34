"""One spelling for what is typed in several: diacritics left out, apostrophes, Arabic digits, Cyrillic in Latin."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import product

from bot.language.arabic import arabic_shape, plain_arabic
from bot.language.romanised import SCHEMES, romanise

_SAME = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "：": ":"})
_ISO_T = re.compile(r"(?<=\d\d)t(?=\d\d:)")
_MOST_SPELLINGS = 400  # of one word in Latin letters


def plain(text: str) -> str:
    """Lower case, one kind of space, dash, apostrophe and digit; Arabic letters levelled."""
    text = arabic_shape(plain_arabic(unicodedata.normalize("NFC", text))).lower().translate(_SAME)
    text = _ISO_T.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def folded(word: str) -> str:
    """The word as a key: without diacritics and apostrophes."""
    bare = unicodedata.normalize("NFD", word.replace("đ", "d").replace("'", ""))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def lenient(literal: str) -> str:
    """A regular expression that matches the literal with or without its diacritics; `=` in front insists on them."""
    return "".join(_lenient_letter(letter) for letter in literal)


def _lenient_letter(letter: str) -> str:
    if letter == "'":
        return "'?"
    base = folded(letter)
    if letter.isascii() or base == letter or letter in "йїґ":
        return letter
    return f"[{letter}{base}]"


def latin_spellings(words: Iterable[str], language: str) -> dict[str, str]:
    """Latin spellings of Cyrillic words, each with its word; a spelling of two words stays with the first."""
    spellings: dict[str, str] = {}
    for word in words:
        letters = [
            tuple(dict.fromkeys(romanise(letter, language, scheme) for scheme in range(len(SCHEMES[language]))))
            for letter in word.replace("'", "")
        ]
        for number, choice in enumerate(product(*letters)):
            if number >= _MOST_SPELLINGS:
                break
            spellings.setdefault("".join(choice), word)
        for scheme in range(len(SCHEMES[language])):
            spellings.setdefault(romanise(word, language, scheme).replace("'", ""), word)
    return spellings


_LATIN = re.compile(r"[a-z][a-z']*")


def to_cyrillic(text: str, spellings: dict[str, str]) -> str:
    """Known Latin spellings in Cyrillic; the rest as it stands."""
    return _LATIN.sub(lambda found: spellings.get(found.group().replace("'", ""), found.group()), text)
