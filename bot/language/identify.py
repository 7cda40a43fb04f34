"""Which language a short message is in.

Per script one statistical model over whole words and letters; before it the few letters that decide alone. A message is
judged word by word and no single word may outweigh the rest: people quote Czech office terms in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.language.arrays import Arrays, subset
from bot.language.letters import Script, compose, fingerprint, language_of_script, word_script, words
from bot.language.ngrams import ORDERS, STEP, LetterModel

Form = Literal["native", "bare", "latin"]
SUPPORTED = ("cs", "en", "uk", "ru", "vi", "ar")
SCRIPTS: tuple[Script, ...] = ("latin", "cyrillic", "arabic")
UNKNOWN = "none"

# Letters that only one language we meet uses; a whole word with one of them settles that word.
_DECISIVE: tuple[tuple[str, str], ...] = (
    ("řůě", "cs"),
    ("đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "vi"),
    ("їєґ", "uk"),
    ("ыэъё", "ru"),
)
# Letters that none of the six languages uses, with the language they speak for.
_FOREIGN: tuple[tuple[str, str], ...] = (
    ("өүҮ", "mn"), ("ў", "be"), ("әқғңһұ", "kk"), ("љњћџђј", "sr"), ("ќѓѕ", "mk"),
    ("پگژچکۀ", "fa"), ("ٹڈڑےںھہ", "ur"), ("ټډړښځڅۍې", "ps"), ("ێۆڕڵە", "ckb"),
    ("ąęłżśźćń", "pl"), ("ß", "de"), ("ñ¿¡", "es"), ("ğış", "tr"), ("țșăâţ", "ro"), ("őű", "hu"),
)  # fmt: skip
_DECISIVE_NATS = 7.0
_FOREIGN_NATS = 4.0
_WORD_CAP = 11.0  # nats: the most one word can say against a language
_QUOTED_WEIGHT = 0.2  # of an office term inside a message that has other words
_SHARPNESS = 0.7  # words of a sentence are not independent: without this the model is too sure
_UNKNOWN_PER_LETTER = -2.75  # nats: worse than this is no language we know
_HOME_NATS = 2.0  # the six are what people here write
_BARE_MARGIN = 0.6  # nats
_MAX_LETTERS = 400


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """One language and how probable it is. `code` None: no language this model knows.

    `form`: `native` is ordinary spelling, `bare` lacks the diacritics, `latin` is Cyrillic romanised.
    """

    code: str | None
    probability: float
    form: Form = "native"


@dataclass(frozen=True, slots=True)
class _Scored:
    """Class scores of one script and the columns' names (`cs/bare`)."""

    names: tuple[str, ...]
    scores: NDArray[np.float32]


class ScriptModel:
    """The classes of one script: letter statistics and the commonest words."""

    def __init__(self, arrays: Arrays) -> None:
        self.names = tuple(bytes(arrays["names"].tobytes()).decode().split(","))
        self._letters = LetterModel({n: (arrays[f"keys{n}"], arrays[f"rows{n}"]) for n in ORDERS})  # type: ignore[misc]
        self._word_keys = arrays["word_keys"]
        self._word_rows = arrays["word_rows"]
        self._home = np.array([_HOME_NATS if n.split("/")[0] in SUPPORTED else 0.0 for n in self.names], np.float32)

    def score(self, word_list: Sequence[str], weights: NDArray[np.float32]) -> _Scored:
        """How well every class explains the words; the last class is no known language."""
        scores = self._letters.word_scores(word_list)
        found = np.array([fingerprint(word) for word in word_list], dtype=np.uint32)
        place = np.minimum(np.searchsorted(self._word_keys, found), len(self._word_keys) - 1)
        hit = self._word_keys[place] == found
        scores[hit] = np.maximum(scores[hit], -STEP * self._word_rows[place[hit]].astype(np.float32))
        for row, word in enumerate(word_list):
            _add_letter_evidence(scores[row], word, self.names)
        lengths = np.array([len(word) + 1 for word in word_list], dtype=np.float32)
        scores = np.column_stack([scores, _UNKNOWN_PER_LETTER * lengths])
        scores = np.maximum(scores, scores.max(axis=1, keepdims=True) - _WORD_CAP)
        total = (scores * weights[:, None]).sum(axis=0)
        total[:-1] += self._home
        return _Scored((*self.names, UNKNOWN), total.astype(np.float32))


def _add_letter_evidence(row: NDArray[np.float32], word: str, names: tuple[str, ...]) -> None:
    if word.isascii():
        return
    for letters, code in _DECISIVE + _FOREIGN:
        if any(letter in letters for letter in word):
            nats = _DECISIVE_NATS if (letters, code) in _DECISIVE else _FOREIGN_NATS
            row += [0.0 if name.split("/")[0] == code else -nats for name in names]


class LanguageModel:
    """Identifies the language of a message of 1 to some 200 characters; about 0.3 ms."""

    def __init__(self, arrays: Arrays) -> None:
        self._models = {script: ScriptModel(subset(arrays, script)) for script in SCRIPTS}
        self._quoted = frozenset(arrays["quoted"].tolist())

    def identify(self, text: str) -> list[LanguageGuess]:
        """Guesses, best first, one per language; never empty. A text without letters is no language, for sure."""
        word_list = words(compose(text)[:_MAX_LETTERS])
        if not word_list:
            return [LanguageGuess(None, 1.0)]
        script = _main_script(word_list)
        if script == "other":
            return [LanguageGuess(_script_language(word_list), 1.0)]
        judged = [word for word in word_list if word_script(word) == script]
        foreign = _foreign_letters(judged, script)
        if foreign:
            return [LanguageGuess(foreign, 0.99), LanguageGuess(None, 0.01)]
        scored = self._models[script].score(judged, self._weights(judged))
        return _guesses(scored, judged)

    def _weights(self, word_list: Sequence[str]) -> NDArray[np.float32]:
        quoted = [fingerprint(word) in self._quoted for word in word_list]
        if all(quoted):
            return np.ones(len(word_list), dtype=np.float32)
        return np.where(np.array(quoted), _QUOTED_WEIGHT, 1.0).astype(np.float32)


def _main_script(word_list: Sequence[str]) -> Script:
    """The script to judge by. Latin terms are quoted everywhere, so another script wins with two words or a quarter."""
    scripts = [word_script(word) for word in word_list]
    letters = {s: sum(len(w) for w, other in zip(word_list, scripts, strict=True) if other == s) for s in set(scripts)}
    others = sorted((s for s in letters if s != "latin"), key=lambda s: (-letters[s], s))
    if others and (scripts.count(others[0]) >= 2 or letters[others[0]] * 4 >= sum(letters.values())):
        return others[0]
    return "latin" if "latin" in letters else others[0]


def _script_language(word_list: Sequence[str]) -> str | None:
    found = [code for word in word_list for letter in word if (code := language_of_script(letter))]
    if "ja" in found:
        return "ja"
    return max(sorted(set(found)), key=found.count) if found else None


def _foreign_letters(word_list: Sequence[str], script: Script) -> str | None:
    """A language outside the models that the letters prove, when most words could be it."""
    if script == "latin":
        return None
    for letters, code in _FOREIGN:
        marked = sum(any(letter in letters for letter in word) for word in word_list)
        if marked and marked * 4 >= len(word_list) and code in ("be", "kk", "sr", "mk", "mn", "ps", "ckb", "fa", "ur"):
            return code
    return None


def _guesses(scored: _Scored, word_list: Sequence[str]) -> list[LanguageGuess]:
    weights = np.exp(_SHARPNESS * (scored.scores - scored.scores.max()))
    shares = weights / weights.sum()
    marked = any(not word.isascii() for word in word_list)
    by_code: dict[str, dict[Form, tuple[float, float]]] = {}
    for name, share, score in zip(scored.names, shares, scored.scores, strict=True):
        code, _, form = name.partition("/")
        by_code.setdefault(code, {})[form or "native"] = (float(share), float(score))  # type: ignore[index]
    guesses = [
        LanguageGuess(None if code == UNKNOWN else code, sum(s for s, _ in forms.values()), _form(forms, marked))
        for code, forms in by_code.items()
    ]
    guesses.sort(key=lambda guess: -guess.probability)
    return [g for g in guesses if g.probability >= 0.005] or guesses[:1]


def _form(forms: dict[Form, tuple[float, float]], marked: bool) -> Form:
    if "bare" in forms and "native" in forms:
        gain = forms["bare"][1] - forms["native"][1]
        return "bare" if not marked and gain > _BARE_MARGIN else "native"
    return max(forms, key=lambda form: forms[form][1])
