"""Offices and partners through the custom actions, as Rasa calls them."""

import pytest

from actions import all_actions
from bot.engine.in_process_actions import InProcessActions
from bot.knowledge.speech import Speech
from tests.actions.test_actions import run
from tests.assistants import LANGUAGES

ANSWER, PARTNER = "action_answer_topic", "action_find_partner"
OFFICE = {"topic": "find-office"}


@pytest.fixture
def endpoint(speech: Speech) -> InProcessActions:
    return InProcessActions(all_actions(speech), speech)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_named_place_is_answered_with_its_office(endpoint: InProcessActions, language: str) -> None:
    ((said,), events) = run(endpoint, ANSWER, language, OFFICE | {"office_place": "brno"})

    assert "Krajská pobočka v Brně" in said["text"] and "Polní 1011/37" in said["text"]
    assert said["custom"]["topic"] == "find-office" and said["custom"]["language"] == language
    assert events == []


def test_without_a_place_the_general_answer_offers_the_location(endpoint: InProcessActions, speech: Speech) -> None:
    ((said,), _) = run(endpoint, ANSWER, "cs", OFFICE)

    assert said["text"].startswith(speech.answer("find-office", None, "cs")["text"])
    assert said["custom"]["card"]["near_me"] is True


def test_a_facet_is_told_even_when_a_place_is_named(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, ANSWER, "en", OFFICE | {"office_place": "brno", "facet": "documents"})

    assert said["custom"]["card"]["facet"] == "documents"


def test_a_place_in_a_question_about_something_else_changes_nothing(endpoint: InProcessActions, speech: Speech) -> None:
    ((said,), _) = run(endpoint, ANSWER, "cs", {"topic": "who-can-register", "office_place": "brno"})

    assert said["text"] == speech.answer("who-can-register", None, "cs")["text"]


def test_a_shared_location_is_answered_with_the_nearest(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, ANSWER, "uk", OFFICE | {"location": "50.08,12.37"})

    assert "Kontaktní pracoviště Cheb" in said["text"] and "км від вас" in said["text"]


def test_the_button_of_an_office_shows_it(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, ANSWER, "vi", OFFICE | {"office": "praha-holesovice"})

    assert "(Holešovice)" in said["text"].splitlines()[0]


def test_a_postcode_that_isnt_known_is_admitted(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, ANSWER, "cs", OFFICE | {"office_place": "melnik", "postcode": "27901"})

    assert said["text"].startswith("PSČ 279 01 neznáme.")


@pytest.mark.parametrize("entities", [{"office_place": "atlantis"}, {"office": "atlantis"}])
def test_an_office_that_is_gone_is_an_apology(
    endpoint: InProcessActions, speech: Speech, entities: dict[str, str]
) -> None:
    (responses, _) = run(endpoint, ANSWER, "vi", OFFICE | entities)

    assert responses == [speech.utter("apology", "vi")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_offered_under_a_topic_and_found(endpoint: InProcessActions, speech: Speech, language: str) -> None:
    ((said,), _) = run(endpoint, ANSWER, language, {"topic": "debt-counselling"})

    offered = [button["payload"] for button in said["buttons"] if button["payload"].startswith("/find_partner")]
    assert offered == ['/find_partner{"partner_kind": "debt"}']
    ((found,), _) = run(endpoint, PARTNER, language, {"partner_kind": "debt"})
    assert "770 600 800" in found["text"] and "{" not in found["text"]


def test_the_place_that_was_named_before_tells_the_region(endpoint: InProcessActions) -> None:
    ((said,), _) = run(endpoint, PARTNER, "cs", {"partner_kind": "integration"}, {"office_place": "brno"})

    assert "Centrum pro cizince JMK" in said["text"].splitlines()[1]


@pytest.mark.parametrize("slot", [None, "atlantis", ["brno", "praha"]])
def test_without_a_known_region_others_can_be_chosen(endpoint: InProcessActions, slot: object) -> None:
    ((said,), _) = run(endpoint, PARTNER, "cs", {"partner_kind": "integration"}, {"office_place": slot})

    assert '"region": "' in said["buttons"][0]["payload"]
