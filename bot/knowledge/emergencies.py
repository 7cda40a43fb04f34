"""Kinds of danger, and the topic that helps in each (`emergencies.yml`).

What is said first stands in the phrase `emergency.<kind>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import ContentError

EMERGENCIES = "emergencies.yml"


@dataclass(frozen=True)
class Emergency:
    """A danger that is answered before anything else."""

    kind: str
    topic: str


def load_emergencies(root: Path) -> Mapping[str, Emergency]:
    """By kind. Raises `ContentError` naming the file when it is missing or has another shape."""
    path = root / EMERGENCIES
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {kind: Emergency(kind, str(entry["topic"])) for kind, entry in content.items()}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
        raise ContentError(
            f"{path}: can't be read as emergencies: {error}. Compare it with docs/editing.md."
        ) from error
