"""The application as a whole: what it offers, how it is watched, and how it fails."""

import asyncio
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.app import create_app
from bot.conversations.model import TurnRequest, TurnResult
from bot.knowledge.content import Content
from bot.storage.database import Database
from tests.channels.web.in_process import client_of, runtime_around
from tests.channels.web.talk import API, Talk
from tests.conversations.responders import EchoResponder

ONE = f"{API}/{{conversation_id}}"
OFFERED = {
    (API, "post"),
    (f"{ONE}/messages", "post"),
    (f"{ONE}/messages", "get"),
    (f"{ONE}/events", "get"),
    (f"{ONE}/export", "get"),
    (ONE, "patch"),
    (ONE, "delete"),
    ("/health/live", "get"),
    ("/health/ready", "get"),
}
SECRET = "moje tajemství"


@pytest.fixture
def http(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=40, headers={"Accept-Language": "ru"}) as client:
        yield client


def sentence(content: Content, language: str, code: str) -> dict[str, str]:
    return {"code": code, "message": content.phrases.say(language, f"error.{code}")}


def test_the_description_lists_every_path_of_the_contract(http: httpx.Client) -> None:
    described = http.get("/api/openapi.json").json()
    paths = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert paths >= OFFERED
    refusals = described["paths"][f"{ONE}/messages"]["post"]["responses"]
    assert {"401", "404", "413", "422", "429", "503"} <= set(refusals)
    assert all("Problem" in str(refusals[status]) for status in ("401", "404", "413", "422", "429", "503"))


def test_the_documentation_page_takes_nothing_from_another_server(http: httpx.Client) -> None:
    page = http.get("/api/docs")
    linked = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text)
    assert page.status_code == 200 and linked
    assert [address for address in linked if not address.startswith("/")] == []
    assert all(http.get(address).status_code == 200 for address in linked)


def test_it_tells_that_it_lives_and_that_it_can_answer(http: httpx.Client) -> None:
    assert http.get("/health/live").json() == {"status": "live"}
    ready = http.get("/health/ready")
    assert ready.status_code == 200 and ready.json()["status"] == "ready" and ready.json()["model"]


def test_the_metrics_count_requests_by_route_and_name_nobody(http: httpx.Client) -> None:
    talk = Talk.begin(http)
    talk.say("hello")
    metrics = http.get("/metrics").text
    assert f'prepazka_requests_total{{route="{API}",status="201"}}' in metrics
    assert "prepazka_loop_lag_seconds_max" in metrics
    assert talk.id not in metrics and talk.token not in metrics


@pytest.mark.parametrize(
    "path", ["/nothing", f"{API}/", f"{API}/x/y/z", "/api/v2", "/static/x/none.js", "/%00", "/a//b"]
)
def test_an_unknown_address_is_a_plain_sentence(http: httpx.Client, content: Content, path: str) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.json()) == (404, sentence(content, "ru", "not_found"))


@pytest.mark.parametrize(
    ("method", "path"), [("GET", API), ("PUT", API), ("PATCH", f"{API}/x/messages"), ("POST", "/")]
)
def test_a_wrong_method_is_a_plain_sentence_and_names_the_right_ones(
    http: httpx.Client, content: Content, method: str, path: str
) -> None:
    answer = http.request(method, path)
    assert (answer.status_code, answer.json()) == (405, sentence(content, "ru", "method_not_allowed"))
    assert answer.headers["Allow"]


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def test_an_assistant_that_breaks_says_so_plainly_and_the_message_is_kept(database: Database, content: Content) -> None:
    responder = EchoResponder()
    responder.breaks_on[SECRET] = ValueError(SECRET)
    talk = Talk.begin(client_of(runtime_around(database, responder, content)), "cs")
    answer = talk.post(text=SECRET, client_id="mine")
    assert (answer.status_code, answer.json()) == (503, sentence(content, "cs", "unavailable"))
    responder.breaks_on.clear()
    assert talk.say(SECRET, client_id="mine")[0]["text"] == f"echo {SECRET}", "the same message again is answered"
    assert [message["client_id"] for message in talk.messages() if message["author"] == "client"] == ["mine"]


def test_a_fault_that_nobody_foresaw_is_a_plain_sentence_and_no_secret_in_the_log(
    database: Database, content: Content, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    class Surprising(EchoResponder):
        def respond(self, turn: TurnRequest) -> TurnResult:
            return super().respond(turn)

    runtime = runtime_around(database, Surprising(), content)
    talk = Talk.begin(client_of(runtime), "vi")

    def surprise(*_: Any) -> None:
        raise KeyError(SECRET)

    runtime.conversations.messages = surprise  # type: ignore[method-assign,assignment]
    answer = talk.request("GET", "/messages")
    assert (answer.status_code, answer.json()) == (500, sentence(content, "vi", "internal"))
    captured = capfd.readouterr()
    assert "request_broke" in captured.out + captured.err
    assert SECRET not in captured.out + captured.err + caplog.text


def test_it_lives_although_every_worker_thread_waits_for_a_turn(database: Database, content: Content) -> None:
    responder = EchoResponder()
    responder.seconds = 1.5
    runtime = runtime_around(database, responder, content)
    app, client = create_app(runtime), client_of(runtime)
    talks = [Talk.begin(client) for _ in range(45)]  # there are forty threads

    async def say(http: httpx.AsyncClient, talk: Talk) -> int:
        body = {"client_id": "a", "text": "hello"}
        return (await http.post(f"{talk.path}/messages", headers=talk.headers, json=body)).status_code

    async def crowd() -> float:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as http:
            turns = [asyncio.create_task(say(http, talk)) for talk in talks]
            while len(responder.turns) < 40:
                await asyncio.sleep(0.01)
            asked = time.monotonic()
            assert (await http.get("/health/live")).status_code == 200
            waited = time.monotonic() - asked
            assert set(await asyncio.gather(*turns)) == {200}
        return waited

    assert asyncio.run(crowd()) < 0.8


def test_without_its_database_it_is_alive_but_not_ready(content: Content) -> None:
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    client = client_of(runtime_around(gone, EchoResponder(), content))
    headers = {"Accept-Language": "ar"}
    assert client.get("/health/live").status_code == 200
    for answer in (client.get("/health/ready", headers=headers), client.post(API, headers=headers)):
        assert (answer.status_code, answer.json()) == (503, sentence(content, "ar", "unavailable"))
    gone.close()
