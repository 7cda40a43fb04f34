"""Reads a Dockerfile and .dockerignore as far as the tests ask."""

import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT


@dataclass(frozen=True)
class Instruction:
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The arguments without options; a JSON array is read as one."""
        if self.text.startswith("["):
            return [str(word) for word in json.loads(self.text)]
        return [word for word in shlex.split(self.text) if not word.startswith("--")]

    @property
    def from_stage(self) -> bool:
        return "--from=" in self.text


Stage = list[Instruction]


def stages(path: Path = ROOT / "Dockerfile") -> list[Stage]:
    """The instructions of each stage; a stage begins with its FROM."""
    found: list[Stage] = []
    lines = path.read_text("utf-8").replace("\\\n", " ").splitlines()
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        name, text = line.split(maxsplit=1)
        if name == "FROM":
            found.append([])
        found[-1].append(Instruction(name, text.strip()))
    return found


def named(stage: Stage, name: str) -> list[Instruction]:
    return [instruction for instruction in stage if instruction.name == name]


def environment(stage: Stage) -> dict[str, str]:
    return dict(word.split("=", 1) for instruction in named(stage, "ENV") for word in instruction.words)


def sent_to_the_builder() -> set[str]:
    """The names at the top of the project that .dockerignore lets through; it must shut everything else out."""
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert lines[0] == "*", "all but the named is kept out"
    return {line[1:] for line in lines if line.startswith("!")}
