"""Words that mean danger whatever stands around them, in `nlu_data/risk_words.yml`."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.language.letters import without_diacritics, words


@dataclass(frozen=True)
class RiskWords:
    """For each kind of danger, phrases as word beginnings: `sebevražd` hears `sebevraždu` and `SEBEVRAZDA`."""

    phrases: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def read(cls, nlu_data_dir: Path) -> "RiskWords":
        content = yaml.safe_load((nlu_data_dir / "risk_words.yml").read_text(encoding="utf-8"))
        return cls(
            tuple(
                (kind, tuple(without_diacritics(word) for word in words(phrase)))
                for kind, languages in content.items()
                for phrases in languages.values()
                for phrase in phrases
            )
        )

    def kind(self, text: str) -> str | None:
        """The danger that is named in the text, or None."""
        said = [without_diacritics(word) for word in words(text)]
        return next((kind for kind, phrase in self.phrases if _stands_in(phrase, said)), None)


def _stands_in(phrase: tuple[str, ...], said: list[str]) -> bool:
    """Whether the phrase's word beginnings follow one another somewhere in what was said."""
    starts = range(len(said) - len(phrase) + 1)
    return any(all(said[at + i].startswith(part) for i, part in enumerate(phrase)) for at in starts)
