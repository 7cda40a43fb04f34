"""The action server spoken to as Rasa's own action endpoint does."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.engine import action_server
from bot.engine.action_server import action_app
from bot.engine.training import DOMAIN
from bot.errors import ContentError
from bot.settings import Settings


class Refuses(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_refuses"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        raise ActionExecutionRejection(self.name(), "not now")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(action_app(Settings())) as client:
        yield client


def call(action: str, *, entities: list[dict[str, str]] | None = None, language: str = "cs") -> dict[str, Any]:
    latest = {
        "text": "?",
        "intent": {"name": "ask_topic"},
        "entities": entities or [],
        "metadata": {"language": language},
    }
    tracker = {
        "sender_id": "c1",
        "slots": {"topic": None, "language": None},
        "latest_message": latest,
        "latest_event_time": 1.0,
        "followup_action": None,
        "paused": False,
        "events": [{"event": "user", "text": "?"}],
        "latest_input_channel": "cmdline",
        "active_loop": {},
        "latest_action": {"action_name": "action_listen"},
    }
    return {"next_action": action, "sender_id": "c1", "tracker": tracker, "domain": {}, "version": "3.6.21"}


def test_it_lists_every_custom_action_of_the_domain(client: TestClient) -> None:
    domain = yaml.safe_load(DOMAIN.read_text("utf-8"))
    custom = {name for name in domain["actions"] if name.startswith("action_")}
    assert custom

    assert {action["name"] for action in client.get("/actions").json()} == custom


def test_it_runs_an_action_and_answers_in_the_protocol(client: TestClient) -> None:
    body = call("action_answer_topic", entities=[{"entity": "topic", "value": "retraining"}], language="vi")

    answer = client.post("/webhook", json=body)

    assert answer.status_code == 200
    assert answer.json().keys() == {"events", "responses"}
    (response,) = answer.json()["responses"]
    assert response["custom"]["topic"] == "retraining"
    assert response["custom"]["language"] == "vi"


def test_the_choice_of_a_language_comes_back_as_an_event(client: TestClient) -> None:
    body = call("action_change_language", entities=[{"entity": "language", "value": "ar"}])

    events = client.post("/webhook", json=body).json()["events"]

    assert [(event["event"], event["name"], event["value"]) for event in events] == [("slot", "language", "ar")]


def test_an_action_that_raises_is_an_apology_here_too(client: TestClient) -> None:
    answer = client.post("/webhook", json=call("action_answer_topic", language="uk"))

    (response,) = answer.json()["responses"]
    assert answer.status_code == 200
    assert response["custom"]["language"] == "uk"
    assert "/human_handoff" in [button["payload"] for button in response["buttons"]]


def test_a_refusal_is_400_with_the_name_of_the_action(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_server, "all_actions", lambda speech: [Refuses()])
    with TestClient(action_app(Settings())) as client:
        answer = client.post("/webhook", json=call("action_refuses"))

    assert answer.status_code == 400
    assert answer.json() == {"action_name": "action_refuses", "error": "not now"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"12",
        b"{}",
        b'{"next_action": "action_fallback", "tracker": 1}',
    ],
)
def test_a_body_of_another_shape_is_400(client: TestClient, body: bytes) -> None:
    answer = client.post("/webhook", content=body)

    assert answer.status_code == 400
    assert answer.json() == {"error": "Invalid body request"}


def test_it_tells_that_it_lives(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_it_does_not_start_without_content(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(ContentError):
        action_app(Settings(knowledge_dir=tmp_path_factory.mktemp("empty")))
