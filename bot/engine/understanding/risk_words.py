"""Words that mean danger whatever stands around them, in `nlu_data/risk_words.yml`."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.language.letters import without_diacritics, words


@dataclass(frozen=True)
class RiskWords:
    """One pattern with a group for each kind of danger: word beginnings, so `sebevražd` hears `SEBEVRAZDU`."""

    pattern: re.Pattern[str]

    @classmethod
    def read(cls, nlu_data_dir: Path) -> "RiskWords":
        content = yaml.safe_load((nlu_data_dir / "risk_words.yml").read_text(encoding="utf-8"))
        kinds = (
            f"(?P<{kind}>{'|'.join(_beginnings(phrase) for phrases in languages.values() for phrase in phrases)})"
            for kind, languages in content.items()
        )
        return cls(re.compile(rf"(?<!\S)(?:{'|'.join(kinds)})"))

    def kind(self, text: str) -> str | None:
        """The danger that is named in the text, or None."""
        found = self.pattern.search(_plain(text))
        return found.lastgroup if found else None


def _plain(text: str) -> str:
    return " ".join(without_diacritics(word) for word in words(text))


def _beginnings(phrase: str) -> str:
    """A pattern for the phrase's word beginnings, one word after another."""
    return r"\S* ".join(re.escape(word) for word in _plain(phrase).split())
