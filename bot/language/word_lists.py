"""The word lists everything here learns from (training time only: wordfreq's tables are too big to serve from)."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import islice, pairwise

import wordfreq

from bot.language.letters import compose, word_script, words

SCRIPT_OF_LANGUAGE = {"uk": "cyrillic", "ru": "cyrillic", "bg": "cyrillic", "mn": "cyrillic",
                      "ar": "arabic", "fa": "arabic", "ur": "arabic"}  # fmt: skip
# Words read of each language: many where typing is repaired, otherwise enough to tell the language apart.
_DEPTH = {"cs": 150_000, "en": 80_000, "uk": 150_000, "ru": 150_000, "ar": 120_000}
_SHALLOW = 10_000
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)


def top(code: str, size: int) -> dict[str, float]:
    """The commonest words of a language in its own script with their Zipf frequency, commonest first."""
    return dict(islice(_table(code).items(), size))


@lru_cache(maxsize=64)
def _table(code: str) -> dict[str, float]:
    if code == "mn":
        return dict.fromkeys(sorted(set(_mongolian())), 5.0)
    script = SCRIPT_OF_LANGUAGE.get(code, "latin")
    size = "best" if code in _DEPTH else "small"
    table: dict[str, float] = {}
    for step, bucket in enumerate(wordfreq.get_frequency_list(code, size)):
        value = round(9 - step / 100, 2)
        for word in bucket:
            if word_script(word) == script and (word.isalpha() or _PLAIN_WORD.fullmatch(word)):
                table.setdefault(word.replace("’", "'"), value)
        if len(table) >= _DEPTH.get(code, _SHALLOW):
            break
    return table


def _mongolian() -> Iterator[str]:
    for line in files("bot.language").joinpath("mongolian.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def vietnamese_compounds() -> Iterator[tuple[str, ...]]:
    """Vietnamese words of several syllables, from the word list inside pyvi."""
    text = files("pyvi").joinpath("models/words.txt").read_text("utf-8")
    for line in text.splitlines():
        syllables = tuple(compose(line).lower().split())
        if len(syllables) > 1:
            yield syllables


def neighbours(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often two words stand side by side."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found = words(compose(text))
        counts.update(pairwise(found))
    return counts


def pair_strength(count: int) -> float:
    """Nats for a pair seen `count` times."""
    return 5.0 + math.log(count)
