"""One command for each habit; what is said about them is true."""

import os
import re
import subprocess
import tomllib
from hashlib import sha256

import pytest

from bot.settings import ROOT
from tests.deployment.make import make

EUPL_12 = "EUPL-1.2"
EUPL_12_DIGEST = "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"
"""SHA-256 of the licence's words in the SPDX list, single spaces between them."""

OWN_FILES = [
    "Makefile", "Dockerfile", "docker-compose.yml", ".ci/run", ".dockerignore", ".env.example", "deploy/Caddyfile",
    "setup/get_uv.py", "setup/index.py", "docs/administration.md",
]  # fmt: skip
MACHINE_PATHS = re.compile(r"/root|/work/|/home/|/Users/|pyenv/|//[\w.]*(?:pypi|pythonhosted|npmjs|ghcr)")


def _targets() -> set[str]:
    found = set(re.findall(r"^([a-z][\w-]*):(?!=)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert found >= {"run", "test", "lint", "check", "train", "evaluate", "bench"}
    return found


def test_help_lists_every_command_with_a_line() -> None:
    listed = dict(re.findall(r"^make (\S+) +(\S.+)$", make("help").stdout, re.MULTILINE))
    assert set(listed) == _targets()


def test_make_alone_helps() -> None:
    assert make().stdout == make("help").stdout


def test_no_file_can_stand_in_a_commands_way() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == _targets()


def test_numbers_are_crunched_on_one_thread() -> None:
    assert make("--eval", "threads: ; @echo $$OMP_NUM_THREADS", "threads").stdout == "1\n"


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_names_the_commands_that_are_there(command: str) -> None:
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert command.removeprefix("make ") in _targets()


def test_ci_runs_the_linters_and_the_readmes_test_command() -> None:
    ci = ROOT / ".ci" / "run"
    text = ci.read_text("utf-8")
    assert os.access(ci, os.X_OK)
    assert "set -euo pipefail" in text
    steps = re.findall(r"^step (.+)$", text, re.MULTILINE)
    assert steps[-2:] == ["make lint", "make test"]
    subprocess.run(["bash", "-n", str(ci)], check=True)


def test_a_missing_python_is_said_plainly() -> None:
    done = make("uv", "CANDIDATES=no-such-python", check=False)
    assert done.returncode != 0
    assert "Python 3.9 or newer is needed" in done.stderr


@pytest.mark.parametrize("name", OWN_FILES)
def test_no_file_knows_this_machine_or_a_registry(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert text
    assert MACHINE_PATHS.findall(text) == []


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert sha256(" ".join(text.split()).encode()).hexdigest() == EUPL_12_DIGEST
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (project["license"], project["license-files"]) == (EUPL_12, ["LICENSE"])
