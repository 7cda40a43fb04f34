"""Builds and loads the compact files that identification and repair work from."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.language.arabic import UsualSpelling, arabic_shape, arabic_stems
from bot.language.arrays import Arrays, read_arrays, subset, write_arrays
from bot.language.cyrillic import CyrillicReader
from bot.language.identify import SUPPORTED, LanguageModel
from bot.language.letters import without_diacritics
from bot.language.lexicon import Lexicon
from bot.language.repair import LanguageTools, TypingRepair
from bot.language.restore import DiacriticsRestorer
from bot.language.romanised import skeleton_of_cyrillic
from bot.language.typos import TypoIndex

FORMAT = 2
FILE_NAME = "languages.bin"


def _same(word: str) -> str:
    return word


def _uk_skeleton(word: str) -> str:
    return skeleton_of_cyrillic(word, "uk")


def _ru_skeleton(word: str) -> str:
    return skeleton_of_cyrillic(word, "ru")


@dataclass(frozen=True, slots=True)
class LexiconPlan:
    """How much of a language is kept: words to propose, words only known to exist, words whose typos are sought.

    `shape` joins look-alikes in the lexicon, `typo_shape` what is ignored when typos are looked for.
    """

    script: str
    size: int
    known_size: int
    shape: Callable[[str], str]
    typo_shape: Callable[[str], str] = _same
    typos: tuple[int, int] | None = (20_000, 8_000)
    inflected: bool = True


PLANS: Mapping[str, LexiconPlan] = {
    "cs": LexiconPlan("latin", 80_000, 150_000, without_diacritics, without_diacritics),
    "en": LexiconPlan("latin", 25_000, 80_000, _same, inflected=False),
    "uk": LexiconPlan("cyrillic", 60_000, 150_000, _uk_skeleton),
    "ru": LexiconPlan("cyrillic", 60_000, 150_000, _ru_skeleton),
    "vi": LexiconPlan("latin", 11_000, 11_000, without_diacritics, typos=None),
    "ar": LexiconPlan("arabic", 40_000, 120_000, arabic_shape, arabic_shape),
}


def build_language_resources(
    target_dir: Path, corpus: Mapping[str, Sequence[str]], office_words: Iterable[str] = ()
) -> Path:
    """Write the resource file and return its path; the same inputs give the same bytes.

    `corpus` maps languages to texts of the knowledge base: their words count as known. `office_words` are Czech terms
    that people quote inside other languages; those the corpus quotes are found by themselves.
    """
    from bot.language.train_repair import build_all  # training time only: wordfreq is too big to serve from

    target_dir.mkdir(parents=True, exist_ok=True)
    path = target_dir / FILE_NAME
    write_arrays(path, FORMAT, build_all(PLANS, corpus, office_words))
    return path


@dataclass(frozen=True, slots=True)
class LanguageResources:
    """What a serving process needs; safe to share between threads."""

    model: LanguageModel
    repair: TypingRepair

    @classmethod
    def load(cls, directory: Path) -> "LanguageResources":
        """Map the file. Raises `NotTrained` when it is missing, damaged or of another format."""
        arrays = read_arrays(directory / FILE_NAME, FORMAT)
        shorthand = json.loads(files("bot.language").joinpath("shorthand.json").read_text("utf-8"))
        tools = {code: _tools(code, arrays, shorthand.get(code, {})) for code in SUPPORTED}
        return cls(LanguageModel(subset(arrays, "identify")), TypingRepair(tools))


def _tools(code: str, arrays: Arrays, shorthand: Mapping[str, str]) -> LanguageTools:
    plan = PLANS[code]
    lexicon = Lexicon(subset(arrays, f"lexicon-{code}"))
    typos = subset(arrays, f"typos-{code}")
    return LanguageTools(
        script=plan.script,
        lexicon=lexicon,
        typos=TypoIndex(typos, lexicon, plan.typo_shape, plan.inflected) if typos else None,
        restorer=DiacriticsRestorer(lexicon) if code in ("cs", "vi") else None,
        stems=arabic_stems if code == "ar" else None,
        spelling=UsualSpelling(lexicon) if code == "ar" else None,
        reader=CyrillicReader(lexicon, code) if code in ("uk", "ru") else None,
        shorthand=shorthand,
    )
