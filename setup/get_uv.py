"""Gets uv, which installs everything else, and leaves it at `.uv/uv` in the project's folder.

Standard library only, Python 3.9 or newer: this runs before anything is installed. The first way that gives a uv which
really runs here wins (a version manager's shim on PATH may exist and still refuse).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import index
from failure import NoUv

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".uv"
UV = FOLDER / "uv"
MINIMUM = (0, 5, 0)
"""The oldest version that installs this project's `uv.lock` (tried)."""
REQUIREMENT = "uv>=" + ".".join(map(str, MINIMUM))
ANSWER_SECONDS = 30
INSTALL_SECONDS = 600


def main() -> int:
    """0 when `.uv/uv` works at the end; 1, with the reason of each way, when none led there."""
    if works(UV):
        return 0
    reasons = []
    for name, way in WAYS.items():
        try:
            found = way()
            if not works(found):
                raise NoUv(f"{found} doesn't run here or is older than {REQUIREMENT}")
            link(found)
        except (NoUv, OSError) as error:
            reasons.append(f"  {name}: {error}")
        else:
            print(f"uv {'.'.join(map(str, version(UV) or ()))} ({name})", flush=True)
            return 0
    print("uv can't be had. Tried:", *reasons, "Install uv by hand, or mend one of these.", sep="\n", file=sys.stderr)
    return 1


def works(uv: Path) -> bool:
    return (version(uv) or (0,)) >= MINIMUM


def version(uv: Path) -> tuple[int, ...] | None:
    """What `uv --version` says in the project's folder, where `.python-version` decides what a shim does."""
    try:
        said = subprocess.run([str(uv), "--version"], cwd=ROOT, capture_output=True, text=True, timeout=ANSWER_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.match(r"uv (\d+)\.(\d+)\.(\d+)", said.stdout)
    return tuple(map(int, number.groups())) if number and said.returncode == 0 else None


def link(found: Path) -> None:
    """Put a link to this uv at `.uv/uv`, at once and whole, whatever lies there now."""
    FOLDER.mkdir(exist_ok=True)
    draft = FOLDER / f"uv.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(os.path.relpath(found, FOLDER) if FOLDER in found.parents else found)
    draft.replace(UV)


def from_path() -> Path:
    for candidate in _on_path():
        if works(candidate):
            return candidate
    raise NoUv("none there that runs")


def _on_path() -> Iterator[Path]:
    """Every uv on PATH: the first may be a shim that refuses while a later one works."""
    for folder in os.get_exec_path():
        candidate = shutil.which("uv", path=folder)
        if candidate:
            yield Path(candidate).absolute()


def from_environment() -> Path:
    """pip in an environment of its own. Debian's Python without python3-venv has no way to make one."""
    place = FOLDER / "environment"
    try:
        _run(sys.executable, "-m", "venv", "--clear", place)
        _run(place / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", REQUIREMENT)
    except NoUv:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return place / "bin" / "uv"


def from_pip() -> Path:
    place = FOLDER / "packages"
    shutil.rmtree(place, ignore_errors=True)
    _run(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--target", place, REQUIREMENT)
    return place / "bin" / "uv"


def from_index() -> Path:
    return index.download(index.address(ROOT / "uv.lock"), FOLDER / "download", MINIMUM)


def _run(*command: str | Path) -> None:
    """Run it quietly; its last line is the reason when it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise NoUv(f"no end after {INSTALL_SECONDS} s") from error
    if done.returncode:
        raise NoUv((done.stdout.strip().splitlines() or ["failed without a word"])[-1])


WAYS: dict[str, Callable[[], Path]] = {
    "found on PATH": from_path,
    "by pip in an environment of its own": from_environment,
    "by this Python's pip": from_pip,
    "from the package index": from_index,
}

if __name__ == "__main__":
    sys.exit(main())
