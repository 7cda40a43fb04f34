"""The proxy's configuration in a real Caddy, before a stand-in for the program."""

import http.server
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from bot.settings import ROOT

START_SECONDS = 15.0


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Upstream:
    """Tells on `/caller` whom it believes to be called by. Sends two events: on `/events` the second only when allowed
    to, on `/watched` it waits for the reader to go away."""

    def __init__(self) -> None:
        self.second_may_go = Event()
        self.reader_left = Event()
        upstream = self

        class Program(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                events = self.path in ("/events", "/watched")
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream" if events else "text/plain")
                self.end_headers()
                if not events:
                    self.wfile.write(f"{self.headers['X-Forwarded-For']} {self.headers['X-Forwarded-Proto']}".encode())
                    return
                self.wfile.write(b"data: first\n\n")
                if self.path == "/watched":
                    self.connection.settimeout(20)
                    assert self.connection.recv(1) == b""
                    upstream.reader_left.set()
                else:
                    upstream.second_may_go.wait(timeout=20)
                    self.wfile.write(b"data: second\n\n")

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Program)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.second_may_go.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def caddy() -> str:
    path = shutil.which("caddy")
    if path:
        return path
    reason = "no caddy: apt-get install caddy"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    running = Upstream()
    yield running
    running.close()


@pytest.fixture(scope="module")
def public_url(caddy: str, upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("proxy")
    address = f"http://127.0.0.1:{_free_port()}"
    environment = {
        "PUBLIC_URL": address,
        "WEB_HOST": "127.0.0.1",
        "WEB_PORT": str(upstream.port),
        "CADDY_ADMIN": f"127.0.0.1:{_free_port()}",
        "HOME": str(folder),
    }
    command = [caddy, "run", "--config", str(ROOT / "deploy" / "Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        _wait_for(address, process, folder / "log")
        yield address
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise AssertionError(log.read_text("utf-8", "replace"))


def test_an_event_arrives_before_the_next_one_is_sent(public_url: str, upstream: Upstream) -> None:
    with httpx.stream("GET", f"{public_url}/events", timeout=10) as events:
        lines = events.iter_lines()
        assert next(lines) == "data: first"
        assert not upstream.second_may_go.is_set()
        upstream.second_may_go.set()
        assert "data: second" in list(lines)


def test_the_program_learns_that_a_reader_of_events_left(public_url: str, upstream: Upstream) -> None:
    with httpx.stream("GET", f"{public_url}/watched", timeout=10) as events:
        lines = events.iter_lines()  # kept: httpx hangs up when nobody holds it any more
        assert next(lines) == "data: first"
        assert not upstream.reader_left.is_set()
    assert upstream.reader_left.wait(timeout=10)


def test_nobody_can_pretend_to_call_from_elsewhere(public_url: str) -> None:
    spoofed = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    assert httpx.get(f"{public_url}/caller", headers=spoofed).text == "127.0.0.1 http"


def test_the_metrics_stay_inside(public_url: str) -> None:
    assert httpx.get(f"{public_url}/metrics").status_code == 404
    assert httpx.get(f"{public_url}/health/ready").status_code == 200
