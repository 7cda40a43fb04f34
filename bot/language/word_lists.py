"""The word lists everything here learns from (training time only: wordfreq's tables are too big to serve from)."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

import wordfreq

from bot.language.letters import compose, word_script, words

SCRIPT_OF_LANGUAGE = {"uk": "cyrillic", "ru": "cyrillic", "bg": "cyrillic", "mk": "cyrillic", "mn": "cyrillic",
                      "ar": "arabic", "fa": "arabic", "ur": "arabic"}  # fmt: skip
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)


@lru_cache(maxsize=64)
def top(code: str, size: int) -> dict[str, float]:
    """The commonest words of a language in its own script with their Zipf frequency, commonest first.

    Cached because several models learn from the same list; callers must not change it.
    """
    script = SCRIPT_OF_LANGUAGE.get(code, "latin")
    if code == "mn":
        return dict.fromkeys(sorted(set(_mongolian())), 5.0)
    table: dict[str, float] = {}
    for step, bucket in enumerate(wordfreq.get_frequency_list(code)):
        value = round(9 - step / 100, 2)
        for word in sorted(bucket):
            if word_script(word) == script and _PLAIN_WORD.fullmatch(word):
                table.setdefault(compose(word).replace("’", "'"), value)
        if len(table) >= size:
            break
    return dict(list(table.items())[:size])


def _mongolian() -> Iterator[str]:
    for line in files("bot.language").joinpath("mongolian.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def vietnamese_compounds() -> Iterator[tuple[str, ...]]:
    """Vietnamese words of several syllables, from the word list inside pyvi."""
    text = files("pyvi").joinpath("models/words.txt").read_text("utf-8")
    for line in text.splitlines():
        syllables = tuple(words(compose(line)))
        if len(syllables) > 1:
            yield syllables


def neighbours(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often two words stand side by side."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found = words(compose(text))
        counts.update(zip(found, found[1:], strict=False))
    return counts


def pair_strength(count: int) -> float:
    """Nats for a pair seen `count` times."""
    return 2.0 + math.log(count)
