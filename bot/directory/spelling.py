"""Whether two words are the same name: without diacritics, in any case ending, with what Arabic writes onto a word.

Place names are declined ("v Brně", "в Праге", "у Пльзені") and become adjectives ("пражский"). Lists of all forms would
never be whole, so a few rules about the ends of words stand here instead.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "є": "е", "ى": "ي", "ة": "ه", "ـ": None, "ʼ": None, "’": None})
_LAST_VOWEL = re.compile(r"[aeiouyаеиоуыэюяіьъ]$")
_FLEETING = re.compile(r"[eе](?=[cknцкн]$)")
_ENDINGS = {
    "latin": r"a|e|i|o|u|y|em|im|om|um|ech|ach|ich|ou|ovi|emi|ami",
    "cyrillic": r"а|е|и|і|о|у|ы|ю|я|ем|ом|ам|ям|ах|ях|еи|ои|ою|ею|ами|ями|ов|ів|ев|ові",
}
_ADJECTIVES = {
    "latin": r"(?:e?n)?s?k(?:y|a|e|i|ou|em|eho|emu|ych|ym)",
    "cyrillic": r"(?:е?н)?(?:с?ьк|ск|к)(?:ии|ыи|ого|ому|им|ым|ом|ои|ая|а|у|ую|е|ое|і|ие|их|ых)",
}
_AGREEING = {
    "latin": r"eho|emu|ych|ym|ymi",
    "cyrillic": r"ого|ому|им|ым|их|ых|ими|ыми|ии|ыи|ая|ую|ое|ие",
}
_ARABIC_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
LONG_STEM = 5
SHORTEST_DECLINED = 4
SHORTEST_STEM = 3


def fold(text: str) -> str:
    """Small letters without any marks; the same for every way of typing them."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, as written, one after the other."""
    return _TOKEN.findall(text)


def is_form_of(word: str, name: str, *, part: bool = False) -> bool:
    """Whether the folded `word` is the folded `name` in some form; `part` is one of a name of several words."""
    if word == name:
        return True
    return any(stripped == name for stripped in _without_prefix(word)) or bool(_pattern(name, part).fullmatch(word))


@lru_cache(maxsize=8192)
def _pattern(name: str, part: bool) -> re.Pattern[str]:
    """Every form of a name that is declined. Short words and Arabic ones have none."""
    script = _script(name)
    if script is None or len(name) < SHORTEST_DECLINED:
        return re.compile(re.escape(name))
    endings = f"{_ENDINGS[script]}|{_AGREEING[script] if part else _ADJECTIVES[script]}"
    forms = [f"{re.escape(stem)}(?:{endings}){'?' if len(stem) >= LONG_STEM else ''}" for stem in _stems(name)]
    return re.compile("|".join([re.escape(name), *forms]))


def _stems(name: str) -> Iterator[str]:
    """What stays of a name when its ending changes: brn-, praz-, plzn-, liberc-, havlickov-."""
    stem = _LAST_VOWEL.sub("", name)
    if len(stem) < SHORTEST_STEM:
        return
    yield stem
    if len(short := _FLEETING.sub("", stem)) < len(stem) and len(short) >= SHORTEST_STEM:
        yield short
    if stem.endswith("uv"):
        yield stem[:-2] + "ov"
    if stem[-1] in "hgг":
        yield from (stem[:-1] + softened for softened in ("z" if stem[-1] in "hg" else "з", "ж"))


def _script(name: str) -> str | None:
    if not name.isalpha():
        return None
    if name.isascii():
        return "latin"
    return "cyrillic" if "\u0400" <= name[0] <= "\u04ff" else None


def _without_prefix(word: str) -> Iterator[str]:
    """An Arabic word without the "in", "and" or "the" that is written onto it."""
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            yield word.removeprefix(prefix)
