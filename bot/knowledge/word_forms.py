"""When two spellings are the same word: capitals, diacritics and the usual endings don't count.

Rough on purpose and the same for all languages: it only has to bring together what people mean by one word of the
glossary, not to know any grammar. Ukrainian and Russian letters for the same Czech sound count as one letter.
"""

import unicodedata

LEAST_STEM = 4
LEAST_SHORT_STEM = 3
LONGEST_ABBREVIATION = 4
_EXACT, _STEM, _SHORT, _CAPITALS = "=", "~", "-", "^"

_ONE_LETTER = str.maketrans(
    {
        **{"đ": "d", "ł": "l", "ı": "i", "ß": "ss", "'": "", "’": "", "ʼ": "", "`": "", "ـ": ""},
        **{"і": "и", "ы": "и", "є": "е", "э": "е", "ґ": "г", "ь": "", "ъ": ""},
        **{"ة": "ه", "ى": "ي", "پ": "ب", "ڤ": "ف", "ژ": "ز", "گ": "ك"},
    }
)
_VOWELS = "aeiouy" + "аеиоуюя"
_ENDINGS = (
    *("ovi", "ami", "emi", "imi", "ymi", "ich", "ych", "ach", "ech", "eho", "iho", "emu", "imu"),
    *("em", "im", "ym", "um", "am", "om", "mi", "es", "s"),
    *("ого", "его", "ому", "ему", "ими", "ами", "ями", "их", "ах", "ях", "ам", "ям", "ом", "ем", "им", "ов"),
)
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")


def folded(word: str) -> str:
    """The word without capitals and diacritics, in the letters that stand for its sounds."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_ONE_LETTER)


def exact_key(word: str) -> str:
    """What only the very same word matches."""
    return _EXACT + folded(word)


def word_keys(word: str) -> frozenset[str]:
    """All that a word of a text may match."""
    fold = folded(word)
    keys = {_EXACT + fold, _SHORT + _stem(fold, LEAST_SHORT_STEM)}
    if len(fold) > LEAST_STEM:
        keys.add(_STEM + _stem(fold, LEAST_STEM))
    if word.isupper() or word.casefold() != fold:
        keys.add(_CAPITALS + fold)
    return frozenset(keys)


def spelling_keys(words: list[str]) -> tuple[str, ...]:
    """What the words of a spelling must be matched by.

    A long word may be declined, a short one only inside a phrase. An abbreviation in capitals is matched in capitals or
    with its diacritics: in small letters `ÚP` would be English.
    """
    return tuple(_spelling_key(word, alone=len(words) == 1) for word in words)


def _spelling_key(word: str, *, alone: bool) -> str:
    fold = folded(word)
    if alone and word.isupper() and len(fold) <= LONGEST_ABBREVIATION:
        return _CAPITALS + fold
    if len(fold) > LEAST_STEM:
        return _STEM + _stem(fold, LEAST_STEM)
    return _EXACT + fold if alone or len(fold) < LEAST_SHORT_STEM else _SHORT + _stem(fold, LEAST_SHORT_STEM)


def _stem(fold: str, least: int) -> str:
    """The word without an article before it and an ending after it, never shorter than `least` letters."""
    for article in _ARTICLES:
        if fold.startswith(article) and len(fold) - len(article) >= least:
            return fold.removeprefix(article)
    for ending in _ENDINGS:
        if fold.endswith(ending) and len(fold) - len(ending) >= least:
            fold = fold.removesuffix(ending)
            break
    while len(fold) > least and fold[-1] in _VOWELS:
        fold = fold[:-1]
    return fold
