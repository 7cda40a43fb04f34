"""Which topics are offered first, and which choices follow which of the assistant's sentences (`menu.yml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import ContentError

MENU = "menu.yml"


@dataclass(frozen=True)
class Menu:
    """`topics` are ids, most asked first; `choices` are kinds of buttons by the name of the utterance."""

    topics: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, root: Path) -> "Menu":
        """Raises `ContentError` naming the file when it is missing or isn't a menu."""
        path = root / MENU
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(tuple(content["topics"]), {name: tuple(kinds) for name, kinds in content["choices"].items()})
        except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
            raise ContentError(f"{path}: can't be read as a menu: {error}. Compare it with docs/editing.md.") from error
