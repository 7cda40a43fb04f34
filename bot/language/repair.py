"""Turns a message as typed into one the understanding can read; the visitor's own text is stored untouched.

A word that somebody could have meant as it stands is never changed: known words, names, numbers, codes, addresses and
the office's Czech terms stay.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.language.arabic import UsualSpelling, plain_arabic
from bot.language.cyrillic import CyrillicReader
from bot.language.identify import Form
from bot.language.letters import Token, compose, tokens, word_script
from bot.language.lexicon import Lexicon
from bot.language.restore import DiacriticsRestorer
from bot.language.romanised import tidy
from bot.language.typos import ONE_ERROR_FROM, TypoIndex

_SENTENCE_ENDS = frozenset(".!?\n…")
_FAR_RARER = 1.7  # Zipf steps between a bare word and the marked one it should have been
_COMMON_ZIPF = 4.0
_CZECH_TERM_ZIPF = 3.5
_CAPS_LETTERS = 6
_LATIN_DIGITS = frozenset("46")  # ч and ш


@dataclass(frozen=True, slots=True)
class RepairedText:
    """The text for the understanding, and whether it differs from what was typed."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class LanguageTools:
    """What one language has; a language without diacritics or romanised writing has no restorer or reader.

    `stems` gives the shorter words that a joined one is made of.
    """

    script: str
    lexicon: Lexicon
    typos: TypoIndex | None = None
    restorer: DiacriticsRestorer | None = None
    reader: CyrillicReader | None = None
    spelling: UsualSpelling | None = None
    stems: Callable[[str], Iterable[str]] | None = None
    shorthand: Mapping[str, str] | None = None


@dataclass(slots=True)
class _Place:
    """One word of the message while it is worked on."""

    index: int
    typed: str
    name: bool
    fixed: bool
    word: str


class TypingRepair:
    """Repairs messages in the languages it has tools for; texts in others only lose their capitals."""

    def __init__(self, tools: Mapping[str, LanguageTools]) -> None:
        self._tools = tools

    def repair(
        self, text: str, language: str | None, form: Form = "native", protected: Collection[str] = frozenset()
    ) -> RepairedText:
        """The text with diacritics, Cyrillic and spelling put right.

        `protected` are lower-case words never to be taken for typing errors (membership is all that is asked).
        """
        typed = _without_shouting(compose(text))
        if language == "ar":
            typed = plain_arabic(typed)
        tools = self._tools.get(language or "")
        repaired = self._repaired(typed, tools, form, protected) if tools else typed
        return RepairedText(repaired, repaired != text)

    def _repaired(self, text: str, tools: LanguageTools, form: Form, protected: Collection[str]) -> str:
        stretches = list(tokens(text))
        places = _places(stretches, tools.script if form != "latin" else "latin", form, protected)
        if form == "latin" and tools.reader:
            self._to_cyrillic(places, tools.reader, protected)
        self._expand(places, tools)
        if tools.spelling:
            for place in places:
                place.word = tools.spelling.of(place.word)
        if tools.restorer:
            self._restore(places, tools, form)
        if tools.typos:
            self._correct(places, tools, tools.typos)
        out = [stretch.text for stretch in stretches]
        for place in places:
            if place.word != place.typed.lower():
                out[place.index] = _cased(place.word, place.typed)
        return "".join(out)

    def _to_cyrillic(self, places: list[_Place], reader: CyrillicReader, protected: Collection[str]) -> None:
        for place in places:
            term = place.fixed or not place.word.isascii() or place.word in protected
            reading = reader.read(place.word)
            if (term and place.word.isalpha() and reading.zipf < _COMMON_ZIPF) or self._is_czech(place.word):
                place.fixed = True
            else:
                place.word = reading.word
                place.fixed = reading.zipf > 0

    def _expand(self, places: list[_Place], tools: LanguageTools) -> None:
        for place in places:
            if tools.shorthand and not place.name and place.word in tools.shorthand:
                place.word, place.fixed = tools.shorthand[place.word], True

    def _restore(self, places: list[_Place], tools: LanguageTools, form: Form) -> None:
        restorer, lexicon = tools.restorer, tools.lexicon
        if restorer is None:
            return
        free = [_may_be_restored(place, restorer, lexicon, form) for place in places]
        if not any(free):
            return
        for place, word, was_free in zip(places, restorer.restore([p.word for p in places], free), free, strict=True):
            if was_free and (not place.name or lexicon.owns(word)):
                place.word = word

    def _correct(self, places: list[_Place], tools: LanguageTools, typos: TypoIndex) -> None:
        for place in places:
            word = tidy(place.word)
            if place.fixed or place.name or len(word) < ONE_ERROR_FROM or tools.lexicon.knows(word):
                continue
            if tools.stems and any(tools.lexicon.knows(stem) for stem in tools.stems(word)):
                continue
            if self._is_czech_term(word, tools):
                continue
            if (better := typos.correction(word)) is not None:
                place.word = better

    def _is_czech(self, word: str) -> bool:
        """A word with Czech letters, which no romanised word has by chance."""
        return not word.isascii() and "cs" in self._tools and self._tools["cs"].lexicon.knows(word)

    def _is_czech_term(self, word: str, tools: LanguageTools) -> bool:
        czech = self._tools.get("cs")
        if czech is None or czech is tools or tools.script not in ("latin", "cyrillic"):
            return False
        if tools.reader:
            word = tools.reader.in_latin(word)
        if not word.isascii() or czech.lexicon.owns(word):
            return True
        return any(zipf >= _CZECH_TERM_ZIPF for _, zipf, _ in czech.lexicon.alike(word))


def _places(stretches: list[Token], script: str, form: Form, protected: Collection[str]) -> list[_Place]:
    places, opening = [], True
    for index, stretch in enumerate(stretches):
        if stretch.kind == "gap":
            opening = opening or stretch.text in _SENTENCE_ENDS
            continue
        lower = stretch.text.lower()
        if stretch.kind == "word" and _is_workable(stretch.text, script, form):
            name = stretch.text != lower and (not opening or stretch.text[1:].lower() != stretch.text[1:])
            places.append(_Place(index, stretch.text, name, lower in protected, lower))
        opening = False
    return places


def _is_workable(word: str, script: str, form: Form) -> bool:
    digits = {c for c in word if c.isdigit()}
    if digits and not (form == "latin" and digits <= _LATIN_DIGITS and word.islower()):
        return False
    return word_script(word) == script


def _may_be_restored(place: _Place, restorer: DiacriticsRestorer, lexicon: Lexicon, form: Form) -> bool:
    if place.fixed and form == "native":
        return False
    if form == "bare":
        return True
    found = restorer.choices(place.word)
    best = max((lexicon.frequency(choice.word) for choice in found), default=0.0)
    return len(place.word) > 1 and best - lexicon.frequency(place.word) >= _FAR_RARER and not place.name


def _without_shouting(text: str) -> str:
    cased = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    if len(cased) >= _CAPS_LETTERS and sum(c.isupper() for c in cased) >= 0.85 * len(cased):
        return text.lower()
    return text


def _cased(word: str, typed: str) -> str:
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word
