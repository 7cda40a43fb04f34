import asyncio
import copy
import json
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection
from structlog.testing import capture_logs

from bot.engine.in_process_actions import InProcessActions
from bot.knowledge.speech import Speech
from tests.assistants import LANGUAGES

SECRET = "my birth number is 855101/0005"


class Breaks(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_breaks"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        dispatcher.utter_message(text="half an answer")
        raise LookupError(tracker.latest_message["text"])


class Refuses(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_refuses"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        raise ActionExecutionRejection(self.name(), "not in the mood")


class Meddles(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_meddles"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        tracker.slots["topic"] = "changed"
        tracker.latest_message["text"] = "changed"
        return [{"event": "slot", "name": "topic", "value": "changed"}]


@pytest.fixture
def endpoint(speech: Speech) -> InProcessActions:
    return InProcessActions([Breaks(), Refuses(), Meddles()], speech)


def call(action: str, language: str | None = "uk") -> dict[str, Any]:
    metadata = {"language": language} if language else None
    tracker = {
        "sender_id": "c1",
        "slots": {"topic": None},
        "latest_message": {"text": SECRET, "metadata": metadata},
        "events": [],
    }
    return {"next_action": action, "sender_id": "c1", "tracker": tracker, "version": "3.6.21"}


def run(endpoint: InProcessActions, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = asyncio.run(endpoint.request(json=body))
    return answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_action_that_raises_is_an_apology_with_a_way_to_a_person(
    endpoint: InProcessActions, speech: Speech, language: str
) -> None:
    answer = run(endpoint, call("action_breaks", language))

    assert answer == {"events": [], "responses": [speech.utter("apology", language)]}
    assert any(button["payload"] == "/human_handoff" for button in answer["responses"][0]["buttons"])


@pytest.mark.parametrize("tracker", [{}, {"latest_message": None}, {"latest_message": {"metadata": None}}])
def test_the_apology_needs_no_language(endpoint: InProcessActions, speech: Speech, tracker: dict[str, Any]) -> None:
    answer = run(endpoint, {"next_action": "action_breaks", "tracker": tracker})

    assert answer["responses"] == [speech.utter("apology", "en")]


def test_what_broke_is_logged_without_what_the_person_wrote(endpoint: InProcessActions) -> None:
    with capture_logs() as logs:
        run(endpoint, call("action_breaks"))

    entry = next(entry for entry in logs if entry["event"] == "action_failed")
    assert (entry["action"], entry["conversation"], entry["log_level"]) == ("action_breaks", "c1", "error")
    assert SECRET not in json.dumps(entry, default=str)


def test_an_action_that_refuses_tells_rasa_so(endpoint: InProcessActions) -> None:
    with pytest.raises(ClientResponseError) as refused:
        run(endpoint, call("action_refuses"))

    assert refused.value.status == 400
    assert json.loads(refused.value.text) == {"action_name": "action_refuses", "error": "not in the mood"}


def test_an_action_nobody_knows_is_an_apology_too(endpoint: InProcessActions, speech: Speech) -> None:
    assert run(endpoint, call("action_of_another_bot"))["responses"] == [speech.utter("apology", "uk")]


def test_actions_work_on_a_copy_of_the_tracker(endpoint: InProcessActions) -> None:
    body = call("action_meddles")
    before = copy.deepcopy(body)

    answer = run(endpoint, body)

    assert answer["events"] == [{"event": "slot", "name": "topic", "value": "changed"}]
    assert body == before


def test_the_endpoint_knows_its_actions(endpoint: InProcessActions) -> None:
    assert endpoint.names == ["action_breaks", "action_meddles", "action_refuses"]
