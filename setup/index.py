"""uv straight from the package index, for a Python that has neither venv nor pip.

The index is the one that `uv.lock` was made with, or the mirror that the environment names.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import re
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from failure import NoUv

SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"
MIRRORS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
WHEEL = re.compile(r"uv-(?P<version>\d+\.\d+\.\d+)-py3-none-(?P<platforms>.+)\.whl")
BINARY = re.compile(r"uv-[^/]+\.data/scripts/uv")
WAIT_SECONDS = 60


def address(lock: Path) -> str:
    """The index to ask, without a slash at the end. Raises `NoUv` when nothing names one."""
    for name in MIRRORS:
        if os.environ.get(name):
            return os.environ[name].rstrip("/")
    named = re.search(r'registry = "(https?://[^"]+)"', lock.read_text(encoding="utf-8"))
    if not named:
        raise NoUv(f"{lock.name} names no index")
    return named[1].rstrip("/")


def download(index: str, folder: Path, minimum: tuple[int, ...]) -> Path:
    """The newest uv for this machine, its digest checked against the index. Raises `NoUv`, `OSError`."""
    page_address = f"{index}/uv/"
    wheel = newest(_files(page_address), minimum)
    content = _get(urljoin(page_address, wheel["url"]))
    if hashlib.sha256(content).hexdigest() != wheel["hashes"].get("sha256"):
        raise NoUv(f"{wheel['filename']} isn't what the index says it is")
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"uv.{os.getpid()}"
    draft.write_bytes(_binary(content))
    draft.chmod(0o755)
    return draft.replace(folder / "uv")


def newest(files: list[dict[str, Any]], minimum: tuple[int, ...]) -> dict[str, Any]:
    """The wheel of the newest final release for this machine. Raises `NoUv` when there is none."""
    fitting = [(number, file["filename"], file) for file in files for number in _versions(file) if number >= minimum]
    if not fitting:
        raise NoUv(f"the index has none for {platform.system()} on {platform.machine()}")
    return max(fitting, key=lambda found: found[:2])[2]


def _versions(file: dict[str, Any]) -> Iterator[tuple[int, ...]]:
    """The file's version when it is a wheel that fits this machine, else nothing."""
    wheel = WHEEL.fullmatch(file["filename"])
    if wheel and not file.get("yanked") and any(map(fits, wheel["platforms"].split("."))):
        yield tuple(map(int, wheel["version"].split(".")))


def fits(tag: str) -> bool:
    """Whether a wheel with this platform tag runs here."""
    if platform.system() == "Darwin":
        return tag.startswith("macosx_") and tag.endswith((f"_{platform.machine()}", "_universal2"))
    libc = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return platform.system() == "Linux" and tag.startswith(libc) and tag.endswith(f"_{platform.machine()}")


def _files(page_address: str) -> list[dict[str, Any]]:
    try:
        files: list[dict[str, Any]] = json.loads(_get(page_address, SIMPLE_JSON))["files"]
    except (ValueError, KeyError) as error:
        raise NoUv("the index doesn't speak JSON") from error
    return files


def _get(address: str, accept: str = "*/*") -> bytes:
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
        content: bytes = answer.read()
    return content


def _binary(wheel: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        for name in archive.namelist():
            if BINARY.fullmatch(name):
                return archive.read(name)
    raise NoUv("the wheel holds no uv")
