"""A serving process seen from outside: how fast it starts, how much memory it takes, how it bears 20 clients."""

import os
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import httpx
import psutil

from bot.errors import Unavailable
from bot.measure.bench_turns import bench_texts
from bot.settings import Settings

CLIENTS = 20
MESSAGES = 200
START_SECONDS = 120.0
UNLIMITED = "100000"


@dataclass(frozen=True)
class Seen:
    """`failures` counts answers that weren't 2xx; a stall is how much later than asked the web loop woke up."""

    first_answer_seconds: float
    memory_bytes: int
    failures: int
    longest_stall_milliseconds: float
    loaded_p95_milliseconds: float


class Client:
    """One person on the web."""

    def __init__(self, url: str, language: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/api/v1", timeout=60)
        started = self._http.post("/conversations", json={"language": language}).raise_for_status().json()
        self._path = f"/conversations/{started['id']}/messages"
        self._headers = {"Authorization": f"Bearer {started['token']}"}

    def say(self, text: str) -> tuple[bool, float]:
        """Whether it was answered, and after how many milliseconds."""
        began = perf_counter()
        body = {"client_id": uuid.uuid4().hex, "text": text}
        answer = self._http.post(self._path, json=body, headers=self._headers)
        return answer.is_success and bool(answer.json()["messages"]), (perf_counter() - began) * 1000


def serve_and_measure(settings: Settings, folder: Path) -> Seen:
    """Start a server on the trained model with an empty database, talk to it alone and with 20 clients."""
    began = perf_counter()
    with _server(settings, folder) as (url, process):
        first = Client(url, "cs")
        texts = bench_texts(MESSAGES)
        first.say(texts[0][1])
        first_answer = perf_counter() - began
        for _, text in texts[1:]:
            first.say(text)
        memory = psutil.Process(process.pid).memory_info().rss
        results, stall = _crowd(url, texts)
    times = sorted(milliseconds for _, milliseconds in results)
    failures = sum(not answered for answered, _ in results)
    return Seen(first_answer, memory, failures, stall, times[int(len(times) * 0.95)])


def _crowd(url: str, texts: list[tuple[str, str]]) -> tuple[list[tuple[bool, float]], float]:
    """20 clients say ten messages each, all at once; meanwhile the loop's lag is read from the server's own gauge."""
    clients = [Client(url, language) for language, _ in texts[:CLIENTS]]
    lag = _longest_lag(url)  # reading it sets it back
    with ThreadPoolExecutor(CLIENTS) as pool:
        share = len(texts) // CLIENTS
        jobs = [
            pool.submit(client.say, text)
            for turn in range(share)
            for client, (_, text) in zip(clients, texts[turn * CLIENTS :], strict=False)
        ]
        results = [job.result() for job in jobs]
    lag = _longest_lag(url)
    return results, lag * 1000


def _longest_lag(url: str) -> float:
    """Seconds; the gauge `prepazka_loop_lag_seconds_max` since it was last read."""
    for line in httpx.get(f"{url}/metrics", timeout=30).text.splitlines():
        if line.startswith("prepazka_loop_lag_seconds_max "):
            return float(line.split()[1])
    raise Unavailable("the server doesn't tell the lag of its loop")


@contextmanager
def _server(settings: Settings, folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = _environment(settings.data_dir) | {
        "PREPAZKA_PORT": str(port),
        "PREPAZKA_RATE_LIMIT": UNLIMITED,
        "DATABASE_URL": f"sqlite:///{(folder / 'server.db').resolve()}",
    }
    command = [sys.executable, "-m", "bot.cli", "up"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process, folder / "server.log")
            yield url, process
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = perf_counter() + START_SECONDS
    while perf_counter() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).is_success:
                return
        except httpx.TransportError:
            sleep(0.05)
    raise Unavailable(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def training_seconds(settings: Settings, data_dir: Path) -> float:
    """A first training, with nothing remembered."""
    return _train(data_dir, settings.knowledge_dir)


def retraining_seconds(settings: Settings, data_dir: Path, knowledge: Path) -> float:
    """A training after one sentence was added to one text, in a copy of the content."""
    shutil.copytree(settings.knowledge_dir, knowledge)
    text = next(iter(sorted(knowledge.glob("topics/*/en.md"))))
    text.write_text(text.read_text(encoding="utf-8") + "- one more way to ask this question\n", encoding="utf-8")
    return _train(data_dir, knowledge)


def _train(data_dir: Path, knowledge: Path) -> float:
    began = perf_counter()
    environment = _environment(data_dir) | {"PREPAZKA_KNOWLEDGE_DIR": str(knowledge)}
    subprocess.run([sys.executable, "-m", "bot.cli", "train"], env=environment, check=True, capture_output=True)
    return perf_counter() - began


def _environment(data_dir: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return inherited | {"PREPAZKA_DATA_DIR": str(data_dir.resolve()), "OMP_NUM_THREADS": "1"}
