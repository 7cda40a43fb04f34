from collections.abc import Callable, Iterator

import httpx
import pytest

from bot.clock import system_clock
from bot.knowledge.content import Content
from bot.settings import ROOT
from tests.channels.web.talk import Talk

TURN_SECONDS = 40.0

Refused = Callable[..., None]


@pytest.fixture(scope="session")
def content() -> Content:
    """What the server has to say, read on our side."""
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
