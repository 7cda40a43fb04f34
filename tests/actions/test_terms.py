"""Explaining a word of the office, and offering it where nothing else is known."""

import pytest

from actions import all_actions
from bot.engine.in_process_actions import InProcessActions
from bot.knowledge.speech import Speech
from tests.actions.test_actions import run
from tests.assistants import LANGUAGES


@pytest.fixture
def endpoint(speech: Speech) -> InProcessActions:
    return InProcessActions(all_actions(speech), speech)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_that_was_asked_for_is_explained(endpoint: InProcessActions, speech: Speech, language: str) -> None:
    ((said,), events) = run(endpoint, "action_explain_term", language, {"term": "zapoctovy-list"})

    expected = speech.explain("zapoctovy-list", language)
    assert (said["text"], said["buttons"], said["custom"]) == (
        expected["text"],
        expected["buttons"],
        expected["custom"],
    )
    assert events == []


@pytest.mark.parametrize("entities", [{}, {"term": "removed-yesterday"}])
def test_a_word_that_is_not_there_is_an_apology(
    endpoint: InProcessActions, speech: Speech, entities: dict[str, str]
) -> None:
    (responses, _) = run(endpoint, "action_explain_term", "vi", entities)

    assert responses == [speech.utter("apology", "vi")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_understood_is_offered_the_word_in_the_message(
    endpoint: InProcessActions, speech: Speech, language: str
) -> None:
    ((said,), _) = run(endpoint, "action_fallback", language, {"term": "obzp"})

    plain = speech.utter("fallback", language)
    assert said["text"] == plain["text"]
    assert [button["payload"] for button in said["buttons"]] == [
        '/ask_term{"term": "obzp"}',
        *(button["payload"] for button in plain["buttons"]),
    ]
