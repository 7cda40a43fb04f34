"""The repository's content cut down to what a training needs to run at all: seconds instead of half a minute.

All topics and languages stay, so that the language files of the trained data folder fit.
"""

import re
import shutil
from pathlib import Path

from bot.settings import ROOT

KEPT_EXAMPLES = 6


def small_knowledge(folder: Path) -> Path:
    """The knowledge base with short answers and a few examples, in the new folder `folder`."""
    shutil.copytree(ROOT / "knowledge", folder)
    for path in folder.glob("topics/*/*.md"):
        head, *sections = re.split(r"^(?=## )", path.read_text("utf-8"), flags=re.MULTILINE)
        examples = next(section for section in sections if section.startswith("## examples"))
        path.write_text(head + "".join(examples.splitlines(keepends=True)[: KEPT_EXAMPLES + 1]), "utf-8")
    return folder


def small_nlu_data(folder: Path) -> Path:
    """The dialogue data with a few examples an intent, in the new folder `folder`."""
    shutil.copytree(ROOT / "nlu_data", folder)
    for path in folder.glob("*/*.yml"):
        intents = re.split(r"^(?=\s*- intent:)", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text("".join("".join(i.splitlines(keepends=True)[: KEPT_EXAMPLES + 2]) for i in intents), "utf-8")
    return folder
