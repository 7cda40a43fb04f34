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

# Letters that only these languages use, and how much a word with one of them says against all others (nats).
_EVIDENCE: tuple[tuple[str, str, float], ...] = (
    ("řůě", "cs", 7.0),
    ("ďťň", "cs", 4.0),
    ("čšž", "cs sh", 4.0),
    ("đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "vi", 7.0),
    ("їєґ", "uk", 7.0),
    ("ыэъё", "ru bg mn", 7.0),
    ("ąęłżśźćń", "pl sh", 4.0),
    ("ßäöü", "de hu tr", 4.0),
    ("ñ¿¡", "es", 4.0),
    ("ğış", "tr ro", 4.0),
    ("țșţ", "ro", 4.0),
    ("őű", "hu", 4.0),
    ("پچگژ", "fa ur", 4.0),
    ("ٹڈڑےںھہ", "ur", 4.0),
)
# Letters that prove a language outside the models.
_FOREIGN: tuple[tuple[str, str], ...] = (
    ("ў", "be"), ("әқғңһұ", "kk"), ("љњћџђј", "sr"), ("ќѓѕ", "mk"), ("өү", "mn"),
    ("ټډړښځڅۍې", "ps"), ("ێۆڕڵ", "ckb"),
)  # fmt: skip
_WORD_CAP = 11.0  # nats: the most one word can say against a language
_QUOTED_WEIGHT = 0.2  # of an office term inside a message that has other words
_SHARPNESS = 0.7  # words of a sentence are not independent: without this the model is too sure
# Nats; worse than this is no language we know. Arabic words carry more per letter, since vowels aren't written.
_UNKNOWN_PER_LETTER: dict[Script, float] = {"latin": -2.75, "cyrillic": -2.75, "arabic": -3.3}
_HOME_NATS = 2.0  # the six are what people here write
_BARE_MARGIN = 0.6  # nats
_FRAME_WORDS = 3
_FRAME_PROBABILITY = 0.9
_MAX_LETTERS = 400

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """One language and how probable it is. `code` None: no language this model knows.

    `form`: `native` is ordinary spelling, `bare` lacks the diacritics, `latin` is Cyrillic romanised.
    """

    code: str | None
    probability: float
    form: Form = "native"


class ScriptModel:
    """The classes of one script: letter statistics and the commonest words."""

    def __init__(self, arrays: Arrays, script: Script) -> None:
        self._unknown = _UNKNOWN_PER_LETTER[script]
        self.names = (*bytes(arrays["names"].tobytes()).decode().split(","), UNKNOWN)
        self._letters = LetterModel({n: (arrays[f"keys{n}"], arrays[f"rows{n}"]) for n in ORDERS})  # type: ignore[misc]
        self._word_keys = arrays["word_keys"]
        self._word_rows = arrays["word_rows"]
        codes = [name.partition("/")[0] for name in self.names]
        self._home = np.array([_HOME_NATS if code in SUPPORTED else 0.0 for code in codes], np.float32)
        self._evidence = [
            (frozenset(letters), np.array([0.0 if code in speak_for.split() else -nats for code in codes], np.float32))
            for letters, speak_for, nats in _EVIDENCE
        ]

    def score(self, word_list: Sequence[str]) -> Floats:
        """How well every class explains each word (words × `names`; the last class is no known language)."""
        scores = self._letters.word_scores(word_list)
        found = np.array([fingerprint(word) for word in word_list], dtype=np.uint32)
        place = np.minimum(np.searchsorted(self._word_keys, found), len(self._word_keys) - 1)
        hit = self._word_keys[place] == found
        scores[hit] = np.maximum(scores[hit], -STEP * self._word_rows[place[hit]].astype(np.float32))
        lengths = np.array([len(word) + 1 for word in word_list], dtype=np.float32)
        scores = np.column_stack([scores, self._unknown * lengths])
        for row, word in enumerate(word_list):
            if not word.isascii():
                for letters, against in self._evidence:
                    if not letters.isdisjoint(word):
                        scores[row] += against
        capped: Floats = np.maximum(scores, scores.max(axis=1, keepdims=True) - _WORD_CAP)
        return capped

    def total(self, scores: Floats, weights: Floats) -> Floats:
        """One score per class for the whole message."""
        total: Floats = (scores * weights[:, None]).sum(axis=0) + self._home
        return total


class LanguageModel:
    """Identifies the language of a message of 1 to some 200 characters, in about half a millisecond."""

    def __init__(self, arrays: Arrays) -> None:
        self._models = {script: ScriptModel(subset(arrays, script), script) for script in SCRIPTS}
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
        foreign = _foreign_letters(judged)
        if foreign:
            return [LanguageGuess(foreign, 0.99), LanguageGuess(None, 0.01)]
        model = self._models[script]
        scores = model.score(judged)
        guesses = _guesses(model.names, model.total(scores, self._weights(judged)), judged)
        return _around_quotation(model, scores, judged, guesses) or guesses

    def _weights(self, word_list: Sequence[str]) -> Floats:
        quoted = [fingerprint(word) in self._quoted for word in word_list]
        if all(quoted):
            return np.ones(len(word_list), dtype=np.float32)
        return np.where(np.array(quoted), _QUOTED_WEIGHT, 1.0).astype(np.float32)


def _around_quotation(
    model: ScriptModel, scores: Floats, word_list: Sequence[str], guesses: list[LanguageGuess]
) -> list[LanguageGuess] | None:
    """Guesses by the words around Czech letters, when those are clearly of one of the other languages.

    "How do I apply for příspěvek na bydlení" is English, although most of its letters are Czech.
    """
    plain = np.array([word.isascii() for word in word_list])
    if guesses[0].code != "cs" or plain.all() or plain.sum() < _FRAME_WORDS:
        return None
    frame = [word for word, ascii_only in zip(word_list, plain, strict=True) if ascii_only]
    around = _guesses(model.names, model.total(scores, plain.astype(np.float32)), frame)
    clear = around[0].code in SUPPORTED and around[0].code != "cs" and around[0].probability >= _FRAME_PROBABILITY
    return around if clear else None


def form_of(guesses: Sequence[LanguageGuess], language: str | None) -> Form:
    """How a text would be typed if it were in this language; `native` when that language wasn't guessed."""
    return next((guess.form for guess in guesses if guess.code == language), "native")


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


def _foreign_letters(word_list: Sequence[str]) -> str | None:
    """A language outside the models that the letters of at least a quarter of the words prove."""
    for letters, code in _FOREIGN:
        marked = sum(any(letter in letters for letter in word) for word in word_list)
        if marked and marked * 4 >= len(word_list):
            return code
    return None


def _guesses(names: Sequence[str], scores: Floats, word_list: Sequence[str]) -> list[LanguageGuess]:
    weights = np.exp(_SHARPNESS * (scores - scores.max()))
    shares = weights / weights.sum()
    marked = any(not word.isascii() for word in word_list)
    by_code: dict[str, dict[Form, tuple[float, float]]] = {}
    for name, share, score in zip(names, shares, scores, strict=True):
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
