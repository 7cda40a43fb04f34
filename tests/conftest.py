"""What all tests share: the databases, and one model trained once a run, whatever number of workers there is."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT

pytest_plugins = ["tests.databases", "tests.assistants"]

START_SECONDS = 90.0
TRAIN_SECONDS = 600.0
CACHES = ("cache", "encoder", "language")

StartServer = Callable[..., "Server"]


@pytest.fixture(scope="session")
def trained_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the model of the repository's own content. Read-only by agreement: copy it to write."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "trained"
    with (shared / "trained.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / "done").exists():
            borrow_caches(folder)
            run_prepazka("train", data_dir=folder, timeout=TRAIN_SECONDS)
            (folder / "done").touch()
    return folder


def borrow_caches(folder: Path) -> None:
    """What an earlier training in this checkout computed: everything in it is found by digest, so none is outdated."""
    for name in CACHES:
        if (ROOT / "var" / name).is_dir():
            shutil.copytree(ROOT / "var" / name, folder / name, dirs_exist_ok=True)


@pytest.fixture
def data_dir(trained_data_dir: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own that begins with the trained model; the big files are links."""
    return linked_copy(trained_data_dir, tmp_path / "data")


def linked_copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, copy_function=os.link)
    current = target / "models" / "current.json"
    text = current.read_text("utf-8")
    current.unlink()
    current.write_text(text, "utf-8")
    return target


def prepazka_environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a process of the program: its own data folder, SQLite, and no limits on requests."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return inherited | {
        "PREPAZKA_DATA_DIR": str(data_dir),
        "PREPAZKA_RATE_LIMIT": "10000",
        "OMP_NUM_THREADS": "1",
        **settings,
    }


def run_prepazka(
    *arguments: str, data_dir: Path, text: str = "", timeout: float = 120.0, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end; its output comes along when it fails."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=prepazka_environment(data_dir, **settings),
        check=True,
    )


class Server:
    """A real serving process."""

    def __init__(self, data_dir: Path, log: Path, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self._output = log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "up"],
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env=prepazka_environment(data_dir, PREPAZKA_PORT=str(port), **settings),
        )

    def wait_until_ready(self) -> "Server":
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text("utf-8", "replace")
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=5).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"not ready in time:\n{self.log.read_text('utf-8', 'replace')}")

    def kill(self) -> None:
        """As the kernel does when memory runs out: no goodbye."""
        self.process.kill()
        self.process.wait()
        self._output.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self._output.close()


@pytest.fixture
def start_server(data_dir: Path, tmp_path: Path) -> Iterator[StartServer]:
    """Starts servers on the test's own data folder; settings are environment variables."""
    servers: list[Server] = []

    def start(**settings: str) -> Server:
        servers.append(Server(data_dir, tmp_path / "server.log", **settings))
        return servers[-1].wait_until_ready()

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="session")
def server_url(trained_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for tests that only talk to it; one for each worker."""
    folder = tmp_path_factory.mktemp("server")
    server = Server(linked_copy(trained_data_dir, folder / "data"), folder / "server.log").wait_until_ready()
    yield server.url
    server.stop()
