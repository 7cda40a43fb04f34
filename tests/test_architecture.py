"""The house keeps its shape: what may import what, how long a file is, and where sentences live."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import ROOT

MOST_LINES = 300
CODE = ("bot", "actions")
KEPT = (*CODE, "tests", "setup", "docs", "knowledge", "nlu_data", "deploy", ".ci")
WRITTEN = (".py", ".js", ".css", ".html", ".sh", ".yml", ".toml", ".md")
# What a room may never know of. Inwards is towards the plain objects: channels → conversations → knowledge.
FORBIDDEN = {
    "bot.errors": ("bot.", "actions"),
    "bot.clock": ("bot.channels", "bot.engine", "bot.conversations", "bot.knowledge", "bot.storage", "actions"),
    "bot.settings": ("bot.channels", "bot.engine", "bot.conversations", "bot.knowledge", "bot.storage", "actions"),
    "bot.language": ("bot.channels", "bot.engine", "bot.conversations", "bot.knowledge", "bot.storage", "actions"),
    "bot.knowledge": ("bot.channels", "bot.engine", "bot.conversations", "bot.storage", "bot.language", "actions"),
    "bot.directory": ("bot.channels", "bot.engine", "bot.conversations", "bot.storage", "bot.language", "actions"),
    "bot.situations": ("bot.channels", "bot.engine", "bot.conversations", "bot.storage", "bot.language", "actions"),
    "bot.booking": ("bot.channels", "bot.engine", "bot.conversations", "bot.language", "actions", "bot.cli"),
    "bot.booking.availability": ("bot.storage", "bot.settings", "bot.booking.service", "sqlalchemy"),
    "bot.booking.model": ("bot.storage", "bot.settings", "bot.booking.service", "sqlalchemy"),
    "bot.storage": ("bot.channels", "bot.engine", "bot.conversations", "bot.knowledge", "bot.language", "actions"),
    "bot.conversations": ("bot.channels", "bot.engine", "bot.knowledge", "bot.language", "actions"),
    "bot.engine": ("bot.channels", "bot.storage", "bot.runtime", "bot.app", "bot.cli", "bot.measure"),
    "bot.measure": ("bot.channels", "bot.cli"),
    "actions": ("bot.engine", "bot.channels", "bot.conversations", "bot.storage", "bot.runtime", "bot.app", "bot.cli"),
    "bot.channels": ("actions", "bot.cli", "bot.app", "bot.measure"),
    "bot.runtime": ("bot.channels", "bot.app", "bot.cli", "actions"),
}
FRAMEWORKS = {
    "rasa": ("bot.engine",),
    "rasa_sdk": ("bot.engine", "actions"),
    "sqlalchemy": ("bot.storage", "bot.conversations", "bot.booking", "bot.channels.telegram"),
    "fastapi": ("bot.channels.web", "bot.app", "bot.engine.action_server"),
    "telegram": ("bot.channels.telegram",),
}
NAME = "Přepážka"
# What the code reads, not what it says: patterns that recognise amounts and addresses in many languages.
RECOGNISERS = (
    "bot/language/",
    "bot/conversations/masking.py",
    "bot/directory/spelling.py",
    "bot/directory/mentions.py",
)


@dataclass(frozen=True)
class Module:
    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def imports(self) -> set[str]:
        """Every module named in an import, wherever it stands; `from a import b` counts as `a` and `a.b`."""
        named: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}: imports here are written in full"
                named |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
        return named


def modules() -> list[Module]:
    paths = sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
    return [Module(path, ast.parse(path.read_text("utf-8"))) for path in paths]


MODULES = modules()


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(room if room.endswith(".") else f"{room}.")


def test_there_is_a_house_to_look_at() -> None:
    assert len(MODULES) > 80
    for room in FORBIDDEN:
        assert any(within(module.name, room) for module in MODULES), room
    for framework in FRAMEWORKS:
        assert any(within(named, framework) for module in MODULES for named in module.imports()), framework


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_point_inwards(room: str) -> None:
    wrong = {
        f"{module.name} → {named}"
        for module in MODULES
        if within(module.name, room)
        for named in module.imports()
        if any(within(named, outer) for outer in FORBIDDEN[room])
    }
    assert not wrong


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_framework_stays_in_its_rooms(framework: str) -> None:
    wrong = {
        module.name
        for module in MODULES
        if any(within(named, framework) for named in module.imports())
        and not any(within(module.name, room) for room in FRAMEWORKS[framework])
    }
    assert not wrong


def test_nothing_that_runs_imports_the_tests() -> None:
    assert not {module.name for module in MODULES if any(within(named, "tests") for named in module.imports())}


def test_the_engine_begins_with_its_guard() -> None:
    (engine,) = (module for module in MODULES if module.name == "bot.engine")
    (guard,) = (module for module in MODULES if module.name == "bot.engine.guard")

    first = next(node for node in engine.tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    assert ast.unparse(first) == "from bot.engine import guard"
    assert "guard.install()" in ast.unparse(engine.tree)
    assert not [named for named in guard.imports() if within(named, "rasa") or within(named, "bot")]


def test_every_module_with_rasa_comes_after_the_guard() -> None:
    """Importing a module of the engine imports its package first; the SDK alone needs no guard."""
    importers = [module for module in MODULES if any(within(named, "rasa") for named in module.imports())]
    assert importers
    assert all(within(module.name, "bot.engine") for module in importers)


def sentences(module: Module) -> Iterator[tuple[int, str]]:
    """The string constants that are no docstrings, with their lines."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(first.value)
        for node in ast.walk(module.tree)
        if isinstance(node, owners)
        for first in node.body
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def foreign_words(text: str) -> list[str]:
    """Words with letters that English lacks; the name of the product is in every language the same."""
    return [word for word in re.findall(r"[^\W\d_]+", text.replace(NAME, "")) if not word.isascii()]


def test_the_search_for_foreign_words_finds_them() -> None:
    assert foreign_words(f"{NAME}: Dobrý den, Привіт — hello") == ["Dobrý", "Привіт"]


def test_no_sentence_that_a_user_reads_stands_in_the_code() -> None:
    looked_at = [module for module in MODULES if not module.path.relative_to(ROOT).as_posix().startswith(RECOGNISERS)]
    assert len(looked_at) > 60

    found = [
        f"{module.path.relative_to(ROOT)}:{line}: {text[:60]!r}"
        for module in looked_at
        for line, text in sentences(module)
        if len(foreign_words(text)) > 1
    ]
    assert not found


def test_no_sentence_that_a_user_reads_stands_in_the_page() -> None:
    pages = [
        path for path in (ROOT / "bot" / "channels" / "web" / "page").rglob("*") if path.suffix in (".js", ".html")
    ]
    assert len(pages) > 5

    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:60]}"
        for path in pages
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(foreign_words(line)) > 1
    ]
    assert not found


def kept_files() -> list[Path]:
    """Everything that people wrote for this repository, not what the program or its tools made."""
    inside = (path for folder in KEPT for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts)
    return sorted(path for path in (*ROOT.iterdir(), *inside) if path.is_file())


def test_no_file_of_code_is_too_long() -> None:
    code = [path for path in kept_files() if path.suffix in (".py", ".js", ".css", ".html", ".sh")]
    assert len(code) > 150

    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in code}

    assert not {name: count for name, count in lines.items() if count > MOST_LINES}


def test_nothing_is_left_to_do_later_in_the_code() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    written = [path for path in kept_files() if path.suffix in WRITTEN]
    assert len(written) > 200
    assert marks.search("# TO" + "DO: later")

    assert not [path.relative_to(ROOT).as_posix() for path in written if marks.search(path.read_text("utf-8"))]


def test_no_path_of_a_machine_stands_in_the_repository() -> None:
    homes = re.compile(r"/(?:home|Users)/[a-z]+/|/wo" + r"rk/(?:main|shared)|/roo" + r"t/")
    written = [path for path in kept_files() if path.suffix in WRITTEN]
    assert homes.search("/ho" + "me/somebody/x")

    found = {path.relative_to(ROOT).as_posix() for path in written if homes.search(path.read_text("utf-8"))}
    assert not found
