"""Stand-ins for a fresh machine: a project without uv, a Python that lacks parts, a wheel of uv, a package index."""

import hashlib
import http.server
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from bot.settings import ROOT

SYSTEM_PATH = "/usr/bin:/bin"


def machine_tag(processor: str = platform.machine()) -> str:
    """A platform tag for this system, and for this machine's processor unless another is named."""
    if platform.system() == "Darwin":
        return f"macosx_11_0_{processor}"
    libc = "manylinux_2_17" if platform.libc_ver()[0] == "glibc" else "musllinux_1_1"
    return f"{libc}_{processor}"


def script(says: str, code: int = 0) -> str:
    return f"#!/bin/sh\necho '{says}'\nexit {code}\n"


def executable(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def wheel(folder: Path, version: str, tag: str = "any", says: str | None = None) -> Path:
    """A wheel named uv whose one command only tells its version."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"uv-{version}-py3-none-{tag}.whl"
    about = f"uv-{version}.dist-info"
    command = zipfile.ZipInfo(f"uv-{version}.data/scripts/uv")
    command.external_attr = 0o100755 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(command, script(says or f"uv {version}"))
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-{tag}\n")
        archive.writestr(f"{about}/RECORD", "")
    return path


@dataclass
class FreshProject:
    """This project's set-up script on a machine where nothing is installed yet."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": SYSTEM_PATH, "PIP_NO_INDEX": "1"})

    @classmethod
    def make(cls, folder: Path) -> "FreshProject":
        shutil.copytree(ROOT / "setup", folder / "setup", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "uv.lock").write_text("version = 1\n")
        return cls(folder)

    @property
    def uv(self) -> Path:
        return self.folder / ".uv" / "uv"

    def without(self, *modules: str) -> None:
        """The Python has none of these modules, as Debian's has neither venv nor pip until asked."""
        hidden = self.folder / "hidden"
        hidden.mkdir()
        for module in modules:
            (hidden / f"{module}.py").write_text(f"raise SystemExit('No module named {module}')\n")
        self.environment["PYTHONPATH"] = str(hidden)

    def get_uv(self, python: Path | str = sys.executable) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python), str(self.folder / "setup" / "get_uv.py")],
            env=self.environment | {"HOME": str(self.folder), "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8")},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def uv_says(self) -> str:
        return subprocess.run([str(self.uv), "--version"], capture_output=True, text=True, check=True).stdout.strip()


@dataclass
class Index:
    """A package index on loopback. `asked` are the paths it was asked for."""

    address: str
    files: list[dict[str, object]]
    content: dict[str, bytes]
    asked: list[str]

    def offer(self, path: Path, *, yanked: bool = False, digest: str | None = None) -> None:
        content = path.read_bytes()
        self.content[f"/files/{path.name}"] = content
        digest = digest or hashlib.sha256(content).hexdigest()
        self.files.append(
            {"filename": path.name, "url": f"../../files/{path.name}", "hashes": {"sha256": digest}, "yanked": yanked}
        )


@contextmanager
def package_index() -> Iterator[Index]:
    index = Index("", [], {}, [])

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            index.asked.append(self.path)
            page = json.dumps({"meta": {"api-version": "1.1"}, "name": "uv", "files": index.files}).encode()
            body = page if self.path == "/simple/uv/" else index.content.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    index.address = f"http://127.0.0.1:{server.server_port}/simple"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield index
    server.shutdown()
    server.server_close()
