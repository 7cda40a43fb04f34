"""Whether a message asks what a word means, by the phrases in `nlu_data/definitions.yml`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.knowledge.terms import FoundTerm, plain_words

Words = tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    """Of all languages together: people mix them, above all around an office word."""

    asks: tuple[Words, ...]
    fillers: frozenset[str]

    @classmethod
    def read(cls, nlu_data_dir: Path) -> "Definitions":
        content = yaml.safe_load((nlu_data_dir / "definitions.yml").read_text(encoding="utf-8")).values()
        asks = {tuple(plain_words(phrase)) for language in content for phrase in language["asks"]}
        return cls(
            tuple(sorted(asks, key=len, reverse=True)),
            frozenset(word for language in content for filler in language["fillers"] for word in plain_words(filler)),
        )

    def meant(self, text: str, found: Sequence[FoundTerm]) -> FoundTerm | None:
        """The term whose meaning the text asks for, or None.

        Two different terms, or any word that isn't a filler, make it another question.
        """
        if len({place.term for place in found}) != 1:
            return None
        starts, ends = [place.start for place in found], [place.end for place in found]
        around = (text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True))
        heard = [_without(plain_words(part), self.asks) for part in around]
        asked = any(has_phrase for _, has_phrase in heard)
        return found[0] if asked and all(self.fillers.issuperset(rest) for rest, _ in heard) else None


def _without(words: list[str], phrases: Iterable[Words]) -> tuple[list[str], bool]:
    """The words without the longest of the phrases that stands in them, and whether there was one."""
    for phrase in phrases:
        for at in range(len(words) - len(phrase) + 1):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return words[:at] + words[at + len(phrase) :], True
    return words, False
