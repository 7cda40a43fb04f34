"""Arabic as typed: one spelling for what the phone writes in several ways."""

import re
import unicodedata
from collections.abc import Iterator

from bot.language.lexicon import Lexicon

_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]+")
_LOOKALIKES = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "؟": "?", "،": ",", "؛": ";"})
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_SHAPE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": ""})

_LEVELLED_FROM = 4  # letters: shorter words differ in meaning by hamza alone (أن, إن)
_JOINED_BEFORE = frozenset("وفبلكس")
_JOINED_AFTER = ("ك", "ه", "ها", "نا", "هم", "كم", "ي", "ني")
_CLEARLY = 0.5  # Zipf steps


def plain_arabic(text: str) -> str:
    """Without tatweel, vowel marks and direction marks; presentation forms, look-alikes and digits made common."""
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return _MARKS.sub("", text).translate(_LOOKALIKES).translate(_DIGITS)


def arabic_shape(word: str) -> str:
    """The word with alef, ya, hamza and ta marbuta levelled: spellings that people take for the same."""
    return word.translate(_SHAPE)


def arabic_stems(word: str) -> Iterator[str]:
    """The word without what Arabic writes joined to it: and, so, by, for, like, will; my, your, his, her, our."""
    fronts = [word, *([word[1:]] if word[0] in _JOINED_BEFORE else [])]
    for front in fronts:
        yield front
        yield from (front.removesuffix(ending) for ending in _JOINED_AFTER if front.endswith(ending))


def _completes(fuller: str, word: str) -> bool:
    """Whether `word` is `fuller` with some signs left out or levelled; a sign that was typed is meant."""
    if len(fuller) != len(word):
        return False
    return all(typed == full or typed == arabic_shape(full) for typed, full in zip(word, fuller, strict=True))


class UsualSpelling:
    """Chooses the spelling most people use where a word is also written without its hamza or with ه for ة."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, word: str) -> str:
        """The usual spelling, or the word itself unless another one is clearly commoner."""
        shape = arabic_shape(word)
        if len(shape) < _LEVELLED_FROM:
            return word
        ranked = [
            (zipf + (own > 0), other) for other, zipf, own in self._lexicon.alike(shape) if _completes(other, word)
        ]
        best, usual = max(ranked, default=(0.0, word))
        typed = next((zipf for zipf, other in ranked if other == word), 0.0)
        return usual if best - typed >= _CLEARLY else word
