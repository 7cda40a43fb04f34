"""Builds the arrays of `LanguageModel` from word lists (training time only)."""

from collections.abc import Iterable

import numpy as np

from bot.language.arrays import Arrays
from bot.language.identify import SUPPORTED
from bot.language.letters import fingerprint, without_diacritics
from bot.language.ngrams import ORDERS, Counted, LetterModel, letter_rows, packed
from bot.language.romanised import SCHEMES, romanise
from bot.language.word_lists import top

_WORDS = 10_000
_OTHER_WORDS = 5_000  # of languages that only have to be told apart
_ROMANISED_WORDS = 6_000  # each in several spellings
_WHOLE_WORDS = 4_000
_LEAST = 2.0
_WORD_SHARE = 0.9  # of a text that its common words make up; the rest is spelled letter by letter
_LATIN_NATIVE = ("cs", "en", "vi", "de", "pl", "es", "fr", "tr", "ro", "hu", "it", "pt", "nl", "sh")
_BARE_TOO = ("de", "pl", "es", "fr", "tr", "ro", "hu", "pt", "sh")  # written both ways; which one is of no interest
_CYRILLIC = ("uk", "ru", "bg", "mn")
_ARABIC = ("ar", "fa", "ur")

Weighted = dict[str, float]


def build_identification(quoted_terms: Iterable[str]) -> Arrays:
    """All arrays of a `LanguageModel`; `quoted_terms` are lower-case words that count little inside other words."""
    latin = {code: _native(code) for code in _LATIN_NATIVE}
    for code in _BARE_TOO:
        latin[code] = _mixed([(latin[code], 0.6), (_bare(latin[code]), 0.4)])
    classes = {code + "/native": table for code, table in latin.items()}
    classes |= {f"{code}/bare": _bare(latin[code]) for code in ("cs", "vi")}
    classes |= {f"{code}/latin": _romanised(code) for code in ("uk", "ru")}
    scripts = {
        "latin": classes,
        "cyrillic": {f"{code}/native": _native(code) for code in _CYRILLIC},
        "arabic": {f"{code}/native": _native(code) for code in _ARABIC},
    }
    arrays: Arrays = {"quoted": np.array(sorted({fingerprint(term) for term in quoted_terms}), dtype=np.uint32)}
    for script, members in scripts.items():
        arrays |= {f"{script}/{name}": array for name, array in _script_arrays(members).items()}
    return arrays


def _script_arrays(classes: dict[str, Weighted]) -> Arrays:
    counted = [_flattened(table) for table in classes.values()]
    tables = {order: (keys, packed(rows)) for order, (keys, rows) in letter_rows(counted, _LEAST).items()}
    common = sorted({word for table in classes.values() for word in _commonest(table)})
    spelled = np.exp(LetterModel(tables).word_scores(common).astype(np.float64)) * (1 - _WORD_SHARE)
    for column, table in enumerate(classes.values()):
        spelled[:, column] += [_WORD_SHARE * table.get(word, 0.0) for word in common]
    keys, firsts = np.unique(np.array([fingerprint(word) for word in common], dtype=np.uint32), return_index=True)
    arrays: Arrays = {
        "names": np.frombuffer(",".join(classes).encode(), dtype=np.uint8),
        "word_keys": keys,
        "word_rows": packed(np.log(np.maximum(spelled, 1e-30)).astype(np.float32))[firsts],
    }
    for order in ORDERS:
        arrays[f"keys{order}"], arrays[f"rows{order}"] = tables[order]
    return arrays


def _native(code: str, size: int | None = None) -> Weighted:
    """Words with their share of running text."""
    table = top(code, size or (_WORDS if code in SUPPORTED else _OTHER_WORDS))
    return _shares({word: 10.0 ** (zipf - 9) for word, zipf in table.items()})


def _bare(table: Weighted) -> Weighted:
    return _summed((without_diacritics(word), share) for word, share in table.items())


def _romanised(code: str) -> Weighted:
    schemes = range(len(SCHEMES[code]))
    table = _native(code, _ROMANISED_WORDS)
    return _summed((romanise(w, code, s), share / len(schemes)) for s in schemes for w, share in table.items())


def _mixed(parts: list[tuple[Weighted, float]]) -> Weighted:
    return _summed((word, share * part) for table, part in parts for word, share in table.items())


def _summed(items: Iterable[tuple[str, float]]) -> Weighted:
    total: Weighted = {}
    for word, share in items:
        total[word] = total.get(word, 0.0) + share
    return total


def _shares(table: Weighted) -> Weighted:
    total = sum(table.values())
    return {word: value / total for word, value in table.items()}


def _commonest(table: Weighted) -> list[str]:
    return sorted(table, key=lambda word: (-table[word], word))[:_WHOLE_WORDS]


def _flattened(table: Weighted) -> Counted:
    """Common words say little about how unknown ones are spelled: the square root of the share counts."""
    names = sorted(table)
    weights = np.sqrt(np.array([table[name] for name in names], dtype=np.float32))
    return Counted(names, (weights * (20_000 / weights.sum())).astype(np.float32))
