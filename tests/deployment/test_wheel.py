"""The wheel holds all that the code reads beside itself."""

import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

UV = ROOT / ".uv" / "uv"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Built offline: installing the project has already brought the build backend."""
    if not UV.exists():
        reason = "no uv in the project's folder: make uv"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("wheel")
    command = [str(UV), "build", "--wheel", "--offline", "--out-dir", str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


def _files_of(package: str) -> set[str]:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / package).rglob("*") if path.is_file()}
    return {name for name in found if "__pycache__" not in name}


@pytest.mark.parametrize("package", ["bot", "actions"])
def test_every_file_of_the_packages_is_in_it(wheel: zipfile.ZipFile, package: str) -> None:
    wanted = _files_of(package)
    assert wanted
    assert wanted - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "kind",
    [
        "bot/engine/*.yml",
        "bot/storage/migrations/script.py.mako",
        "bot/storage/migrations/versions/*.py",
        "bot/language/*.json",
        "bot/language/*.txt",
        "bot/channels/web/page/*",
    ],
)
def test_among_them_is_data_of_each_kind(wheel: zipfile.ZipFile, kind: str) -> None:
    assert [name for name in wheel.namelist() if Path(name).match(kind)]


def test_it_brings_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    about = next(name for name in wheel.namelist() if name.endswith("/entry_points.txt")).rpartition("/")[0]
    assert "prepazka = bot.cli:main" in wheel.read(f"{about}/entry_points.txt").decode()
    assert wheel.read(f"{about}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
