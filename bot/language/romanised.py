"""Ukrainian and Russian in Latin letters, the way people type them when the phone has no Cyrillic keyboard.

Nobody keeps to one scheme (ch, č and 4 are all ч), so the way back is not a table: a word's *skeleton* is the same for
all usual spellings, words of one skeleton are candidates, and `spelling_cost` says how well each one fits.
"""

import re
from functools import lru_cache

_SHARED = {
    "а": "a", "б": "b", "в": "v w", "д": "d", "з": "z", "к": "k c", "л": "l", "м": "m", "н": "n", "о": "o a",
    "п": "p", "р": "r", "с": "s c", "т": "t", "у": "u y", "ф": "f", "х": "kh h x ch", "ц": "ts c tz tc",
    "ч": "ch 4 č c", "ш": "sh w š 6 s", "щ": "shch sch sh w shh šč šč", "ь": "_ ' i j y", "ю": "yu ju iu u",
    "я": "ya ja ia a", "ж": "zh j ž g z",
    "'": "_ '",
}  # fmt: skip
_LETTERS: dict[str, dict[str, str]] = {
    "uk": _SHARED | {
        "г": "h g", "ґ": "g", "е": "e", "є": "ye je ie e", "и": "y i", "і": "i y", "ї": "yi ji i", "й": "y i j",
    },
    "ru": _SHARED | {
        "г": "g h v", "е": "e ye je ie", "ё": "yo jo io e o", "и": "i y", "й": "y j i _", "ъ": "_ ' y j", "ы": "y i",
        "э": "e eh",
    },
}  # fmt: skip
# What each further choice of a letter's row costs, in nats: people prefer the first.
_CHOICE_COSTS = (0.0, 0.7, 1.2, 2.0, 2.5, 3.0, 3.5)
_OPTIONS = {
    code: {
        letter: tuple(("" if o == "_" else o, _CHOICE_COSTS[i]) for i, o in enumerate(row.split()))
        for letter, row in rows.items()
    }
    for code, rows in _LETTERS.items()
}
NO_FIT = 50.0

# Spellings people really use, as one choice per ambiguous letter; the identification learns from words written so.
SCHEMES: dict[str, tuple[dict[str, str], ...]] = {
    "uk": (
        {"г": "h", "ж": "zh", "х": "kh", "ц": "ts", "щ": "shch", "и": "y", "є": "ye", "ї": "yi", "й": "y", "ю": "yu",
         "я": "ya", "ь": ""},
        {"г": "g", "ж": "zh", "х": "h", "ц": "c", "щ": "sch", "и": "y", "є": "je", "ї": "ji", "й": "j", "ю": "ju",
         "я": "ja", "ь": ""},
        {"г": "h", "ж": "zh", "х": "kh", "ц": "ts", "щ": "shch", "и": "y", "є": "ie", "ї": "i", "й": "i", "ю": "iu",
         "я": "ia", "ь": ""},
        {"г": "g", "ж": "j", "х": "x", "ц": "ts", "щ": "sch", "и": "i", "є": "e", "ї": "i", "й": "i", "ю": "u",
         "я": "ya", "ь": "'", "ч": "4"},
    ),
    "ru": (
        {"ж": "zh", "х": "kh", "ц": "ts", "щ": "shch", "ы": "y", "й": "y", "ю": "yu", "я": "ya", "ь": "", "ё": "e"},
        {"ж": "zh", "х": "h", "ц": "c", "щ": "sch", "ы": "y", "й": "j", "ю": "ju", "я": "ja", "ь": "'", "ё": "yo"},
        {"ж": "j", "х": "x", "ц": "c", "щ": "sh", "ы": "i", "й": "i", "ю": "yu", "я": "ya", "ь": "", "ё": "e",
         "ч": "4"},
        {"ж": "zh", "х": "h", "ц": "ts", "щ": "sch", "ы": "i", "й": "i", "ю": "u", "я": "ia", "ь": "", "ё": "e"},
    ),
}  # fmt: skip
_FIRST = {code: {letter: choices[0][0] for letter, choices in rows.items()} for code, rows in _OPTIONS.items()}
_TABLES = {code: [str.maketrans(_FIRST[code] | scheme) for scheme in SCHEMES[code]] for code in SCHEMES}
_SKELETON_LETTERS = {
    "г": "H", "ґ": "H", "х": "H", "ж": "Z", "ш": "S", "щ": "S", "ч": "C", "ц": "T", "ё": "e", "ь": "", "ъ": "", "'": "",
}  # fmt: skip
_SKELETON_SOURCE = {code: str.maketrans(_FIRST[code] | _SKELETON_LETTERS) for code in SCHEMES}

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`ʹ´", "'"))


def _patterns(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), to) for pattern, to in pairs)


_DIGRAPHS = _patterns(
    (r"['\"]", ""), (r"č", "ch"), (r"š", "sh"), (r"ž", "zh"), (r"shch|sch|shh|sh", "S"), (r"ch", "C"), (r"zh", "Z"),
    (r"kh|[xgh]", "H"), (r"eH(?![aeiouy])", "e"), (r"tz|tc", "T"), (r"w", "v"),
)  # fmt: skip
_LEVELLING = _patterns((r"sC", "S"), (r"ts", "T"), (r"[yji]+", "i"), (r"i(?=[aeou])", ""), (r"(.)\1+", r"\1"))
_REREADINGS: tuple[tuple[str, str], ...] = (
    ("c", "ts"), ("c", "k"), ("c", "ch"), ("w", "sh"), ("j", "zh"), ("ch", "kh"), ("yo", "e"), ("jo", "e"),
    ("io", "e"), ("sho", "she"), ("g", "zh"), ("vo", "ho"), ("zh", "z'h"), ("sh", "s'h"),
)  # fmt: skip
_GREEDY = {
    code: sorted(
        {option: letter for letter, row in reversed(rows.items()) for option, _ in row[:3] if option}.items(),
        key=lambda pair: -len(pair[0]),
    )
    for code, rows in _OPTIONS.items()
}
_PREFERRED = {
    "uk": {"h": "г", "g": "г", "e": "е", "y": "и", "i": "і", "a": "а", "u": "у", "c": "ц", "w": "в", "j": "й",
           "x": "х", "o": "о", "s": "с", "'": "ь", "z": "з", "ie": "є"},
    "ru": {"h": "х", "g": "г", "e": "е", "y": "ы", "i": "и", "a": "а", "u": "у", "c": "ц", "w": "в", "j": "й",
           "x": "х", "o": "о", "s": "с", "'": "ь", "z": "з", "ie": "ие"},
}  # fmt: skip


def romanise(word: str, code: str, scheme: int) -> str:
    """A lower-case Cyrillic word in one of the `SCHEMES` of `uk` or `ru`."""
    return word.translate(_TABLES[code][scheme])


def tidy(token: str) -> str:
    """A typed Latin token in lower case with one kind of apostrophe."""
    return token.lower().translate(_APOSTROPHES)


def skeleton_of_cyrillic(word: str, code: str) -> str:
    """The skeleton shared by a Cyrillic word and all its usual Latin spellings."""
    return _replaced(word.translate(_SKELETON_SOURCE[code]), _LEVELLING)


def skeletons_of_latin(token: str) -> list[str]:
    """Skeletons a typed token may stand for, likeliest first (4 = ч, 6 = ш; c, w, j are read several ways)."""
    plain = tidy(token).replace("4", "ch").replace("6", "sh")
    readings = [plain]
    for old, new in _REREADINGS:
        if old in plain:
            readings += [reading.replace(old, new) for reading in readings[:4]]
    return list(dict.fromkeys(_collapse(reading.replace("z'h", "zH").replace("s'h", "sH")) for reading in readings))


def _collapse(latin: str) -> str:
    return _replaced(_replaced(latin, _DIGRAPHS), _LEVELLING)


def _replaced(text: str, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, to in patterns:
        text = pattern.sub(to, text)
    return text


@lru_cache(maxsize=2048)
def spelling_cost(word: str, token: str, code: str) -> float:
    """How unusual `token` is as a Latin spelling of the Cyrillic `word`, in nats; `NO_FIT` when it is none."""
    reached = {0: 0.0}
    options = _OPTIONS[code]
    for letter in word:
        ahead: dict[int, float] = {}
        for position, cost in reached.items():
            for latin, extra in options.get(letter, ()):
                if token.startswith(latin, position):
                    end = position + len(latin)
                    ahead[end] = min(ahead.get(end, NO_FIT), cost + extra)
        reached = ahead
    return reached.get(len(token), NO_FIT)


def letter_by_letter(token: str, code: str) -> str:
    """The Cyrillic of a token no known word fits: the longest spelling first, the commonest letter for it."""
    rest, word = tidy(token), ""
    preferred = _PREFERRED[code]
    while rest:
        latin, letter = next(((s, c) for s, c in _GREEDY[code] if rest.startswith(s)), (rest[0], rest[0]))
        word += preferred.get(latin, letter)
        rest = rest[len(latin) :]
    return word
