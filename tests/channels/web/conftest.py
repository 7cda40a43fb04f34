from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.clock import system_clock
from bot.knowledge.content import Content
from bot.settings import ROOT
from tests.channels.web.talk import Talk
from tests.conftest import Server

TURN_SECONDS = 40.0

Refused = Callable[..., None]
StartTwo = Callable[[dict[str, str], dict[str, str]], tuple[httpx.Client, httpx.Client]]


@pytest.fixture(scope="session")
def content() -> Content:
    """What a server on the real clock has to say."""
    return Content.load(ROOT / "knowledge", system_clock)


@pytest.fixture
def http(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=TURN_SECONDS) as client:
        yield client


@pytest.fixture
def talk(http: httpx.Client) -> Talk:
    """A conversation in English."""
    return Talk.begin(http)


@pytest.fixture(scope="session")
def refused(content: Content) -> Refused:
    """Asserts that an answer is a refusal of this status, with its code and the sentence for it in this language."""

    def check(response: httpx.Response, status: int, code: str, language: str = "en") -> None:
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/json"
        body = response.json()
        assert set(body) <= {"code", "message", "fields"}
        assert (body["code"], body["message"]) == (code, content.phrases.say(language, f"error.{code}"))

    return check


@pytest.fixture
def start_two(data_dir: Path, tmp_path: Path) -> Iterator[StartTwo]:
    """Starts two servers side by side, each with its settings, on one data folder."""
    servers: list[Server] = []
    clients: list[httpx.Client] = []

    def start(one: dict[str, str], other: dict[str, str]) -> tuple[httpx.Client, httpx.Client]:
        for number, settings in enumerate((one, other)):
            servers.append(Server(data_dir, tmp_path / f"server-{number}.log", **settings))
        for server in servers:
            clients.append(httpx.Client(base_url=server.wait_until_ready().url, timeout=TURN_SECONDS))
        return clients[0], clients[1]

    yield start
    for client in clients:
        client.close()
    for server in servers:
        server.kill()
