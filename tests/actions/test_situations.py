"""Walking through a life situation, through rasa_sdk, as Rasa calls it."""

import asyncio
from typing import Any

import pytest

from actions import all_actions
from bot.engine.in_process_actions import InProcessActions
from bot.knowledge.speech import Speech
from bot.situations.speech import SituationSpeech


def walk(speech: Speech, language: str, **entities: str) -> dict[str, Any]:
    latest = {
        "text": "?",
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        "metadata": {"language": language},
    }
    tracker = {"sender_id": "c1", "slots": {}, "latest_message": latest, "events": []}
    call = {"next_action": "action_walk_situation", "sender_id": "c1", "tracker": tracker}
    answer = asyncio.run(InProcessActions(all_actions(speech), speech).request(json=call))
    (said,) = answer["responses"]
    assert answer["events"] == []
    return dict(said)


@pytest.mark.parametrize(
    "entities",
    [{}, {"situation": "unpaid"}, {"situation": "unpaid", "status": "blue-card"}],
    ids=["menu", "status", "plan"],
)
def test_as_far_as_the_buttons_tell(speech: Speech, entities: dict[str, str]) -> None:
    said = walk(speech, "uk", **entities)

    expected = SituationSpeech(speech.content).walk(entities.get("situation"), entities.get("status"), "uk")
    assert (said["text"], said["buttons"]) == (expected["text"], expected["buttons"])


def test_the_situations_are_offered_in_the_greeting_and_in_the_help(speech: Speech) -> None:
    for name in ("greet", "help"):
        payloads = [button["payload"] for button in speech.utter(name, "ar")["buttons"]]
        assert "/walk_situation" in payloads


def test_a_button_of_a_situation_that_is_gone_is_an_apology(speech: Speech) -> None:
    assert walk(speech, "vi", situation="removed-yesterday") == speech.utter("apology", "vi")
