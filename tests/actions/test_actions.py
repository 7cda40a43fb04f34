"""The custom actions through rasa_sdk, as Rasa calls them."""

import asyncio
from typing import Any

import pytest
import yaml

from actions import ACTIONS, all_actions
from bot.engine.in_process_actions import InProcessActions
from bot.engine.training import DOMAIN
from bot.knowledge.speech import Speech
from tests.assistants import LANGUAGES

Entities = dict[str, str]


@pytest.fixture
def endpoint(speech: Speech) -> InProcessActions:
    return InProcessActions(all_actions(speech), speech)


def run(
    endpoint: InProcessActions,
    action: str,
    language: str,
    entities: Entities | None = None,
    slots: dict[str, Any] | None = None,
    understanding: dict[str, Any] | None = None,
    foreign: bool = False,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The responses and events of one action."""
    latest = {
        "text": "?",
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "metadata": {"language": language},
        "understanding": understanding,
        "foreign": foreign,
    }
    tracker = {"sender_id": "c1", "slots": slots or {}, "latest_message": latest, "events": []}
    answer = asyncio.run(endpoint.request(json={"next_action": action, "sender_id": "c1", "tracker": tracker}))
    return answer["responses"], answer["events"]


def test_the_actions_are_those_of_the_domain() -> None:
    named = {name for name in yaml.safe_load(DOMAIN.read_text("utf-8"))["actions"] if name.startswith("action_")}

    assert {action.action_name for action in ACTIONS} == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_is_answered(endpoint: InProcessActions, speech: Speech, language: str) -> None:
    ((said,), events) = run(endpoint, "action_answer_topic", language, {"topic": "retraining"})

    expected = speech.answer("retraining", None, language)
    assert (said["text"], said["buttons"], said["custom"]) == (
        expected["text"],
        expected["buttons"],
        expected["custom"],
    )
    assert events == []


def test_a_facet_is_answered_when_its_button_was_pressed(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, "action_answer_topic", "cs", {"topic": "unpaid-wages", "facet": "steps"})

    assert (said["custom"]["topic"], said["custom"]["card"]["facet"]) == ("unpaid-wages", "steps")


def test_without_a_topic_in_the_message_the_last_one_counts(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, "action_answer_topic", "ru", {"facet": "who"}, {"topic": "retraining"})

    assert (said["custom"]["topic"], said["custom"]["card"]["facet"]) == ("retraining", "who")


def test_a_button_of_a_topic_that_is_gone_is_an_apology(endpoint: InProcessActions, speech: Speech) -> None:
    (responses, _) = run(endpoint, "action_answer_topic", "vi", {"topic": "removed-yesterday"})

    assert responses == [speech.utter("apology", "vi")]


def test_asking_back_offers_what_was_understood(endpoint: InProcessActions) -> None:
    topics = {"topics": [{"label": "retraining", "probability": 0.4}, {"label": "find-office", "probability": 0.3}]}

    ((said,), _) = run(endpoint, "action_clarify", "en", understanding=topics)

    payloads = [button["payload"] for button in said["buttons"]]
    assert payloads[:2] == ['/ask_topic{"topic": "retraining"}', '/ask_topic{"topic": "find-office"}']


def test_asking_back_without_any_guess_still_offers_a_way(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, "action_clarify", "en", understanding=None)

    assert said["buttons"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_knowing_is_admitted_with_ways_out(endpoint: InProcessActions, speech: Speech, language: str) -> None:
    ((said,), _) = run(endpoint, "action_fallback", language)

    payloads = {button["payload"] for button in said["buttons"]}
    assert said["text"] == speech.utter("fallback", language)["text"]
    assert {"/human_handoff", "/book_interpreter", '/ask_topic{"topic": "find-office"}'} <= payloads


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_in_a_language_not_spoken_here_is_offered_those_that_are(
    endpoint: InProcessActions, speech: Speech, language: str
) -> None:
    ((said,), _) = run(endpoint, "action_fallback", language, foreign=True)

    assert said["text"] == speech.languages(language, "foreign_language")["text"]
    assert [button["payload"] for button in said["buttons"]] == [
        f'/change_language{{"language": "{code}"}}' for code in LANGUAGES
    ]


@pytest.mark.parametrize(
    ("action", "phrase"), [("action_contact_person", "contact_person"), ("action_interpreter", "interpreter")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ways_to_a_person(
    endpoint: InProcessActions, speech: Speech, action: str, phrase: str, language: str
) -> None:
    ((said,), _) = run(endpoint, action, language)

    assert said["text"] == speech.utter(phrase, language)["text"]
    assert any(digit.isdigit() for digit in said["text"]), "a phone number"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_named_language_is_switched_to_and_answered_in(endpoint: InProcessActions, language: str) -> None:
    ((said,), events) = run(endpoint, "action_change_language", "cs", {"language": language})

    assert said["custom"]["language"] == language
    assert [(event["name"], event["value"]) for event in events] == [("language", language)]


def test_without_a_named_language_there_is_a_menu_and_no_switch(endpoint: InProcessActions) -> None:
    ((said,), events) = run(endpoint, "action_change_language", "uk")

    assert said["custom"]["language"] == "uk"
    assert len(said["buttons"]) == len(LANGUAGES)
    assert events == []
