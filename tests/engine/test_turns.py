"""Single turns of the assistant with the trained model: what is answered, and in which language."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.conversations.model import Choice, TurnRequest
from bot.engine.assistant import Assistant
from bot.engine.rasa_agent import RasaAgent
from tests.assistants import LANGUAGES

StoredEvents = dict[str, Sequence[Mapping[str, Any]]]
HALF_AN_HOUR = 1800.0


def turn(
    text: str = "",
    *,
    choice: Choice | None = None,
    language: str = "cs",
    chosen: bool = False,
    conversation: str = "c1",
) -> TurnRequest:
    return TurnRequest(conversation, 1, choice.title if choice else text, choice, language, chosen, "web")


def language_button(code: str) -> Choice:
    return Choice("x", code, "change_language", {"language": code})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_is_one_greeting_with_choices(assistant: Assistant, language: str) -> None:
    (greeting,) = assistant.welcome(language)

    assert greeting.language == language
    assert greeting.text
    assert {"change_language", "ask_topic", "walk_situation"} == {choice.intent for choice in greeting.choices}


def test_a_question_is_answered_from_the_content(assistant: Assistant) -> None:
    result = assistant.respond(turn("Kdo za mě platí zdravotní pojištění, když jsem bez práce?"))

    (reply,) = result.replies
    assert (reply.topic, reply.language, result.language) == ("health-insurance", "cs", "cs")
    assert reply.sources
    assert [event["event"] for event in result.events].count("user") == 1


def test_a_pressed_button_needs_no_guessing(assistant: Assistant) -> None:
    button = Choice("x", "anything at all", "ask_topic", {"topic": "retraining", "facet": "who"})

    result = assistant.respond(turn(choice=button, language="ar"))

    (reply,) = result.replies
    assert reply.card is not None
    assert (reply.topic, reply.card["facet"], reply.language) == ("retraining", "who", "ar")
    assert result.language_chosen is False


def test_the_language_of_a_first_message_is_settled_from_it(assistant: Assistant) -> None:
    result = assistant.respond(turn("Скільки триває допомога по безробіттю і хто її отримує?", language="cs"))

    assert (result.language, result.language_chosen) == ("uk", False)
    assert {reply.language for reply in result.replies} == {"uk"}


def test_one_foreign_word_does_not_change_the_language(assistant: Assistant) -> None:
    for text in ("dovolenka", "OK thanks", "зарплата"):
        assert assistant.respond(turn(text, language="vi")).language == "vi", text


def test_a_chosen_language_beats_the_one_that_is_written(assistant: Assistant) -> None:
    result = assistant.respond(turn("Jak se mám přihlásit na úřad práce?", language="ru", chosen=True))

    assert (result.language, result.language_chosen) == ("ru", True)
    assert {reply.language for reply in result.replies} == {"ru"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_a_language_switches_to_it_for_good(assistant: Assistant, language: str) -> None:
    result = assistant.respond(turn(choice=language_button(language), language="en"))

    assert (result.language, result.language_chosen) == (language, True)
    assert [reply.language for reply in result.replies] == [language]


def test_a_language_can_be_asked_for_in_words(assistant: Assistant) -> None:
    result = assistant.respond(turn("Can we continue in Russian instead?", language="en"))

    assert (result.language, result.language_chosen) == ("ru", True)


def test_asking_to_change_the_language_without_naming_one_shows_the_menu(assistant: Assistant) -> None:
    result = assistant.respond(turn("I want to change the language", language="en"))

    (menu,) = result.replies
    assert (result.language, result.language_chosen) == ("en", False)
    assert [choice.entities.get("language") for choice in menu.choices] == list(LANGUAGES)


def test_naming_a_language_in_another_question_does_not_switch_to_it(assistant: Assistant) -> None:
    result = assistant.respond(turn("Potřebovala bych na úřad tlumočníka do vietnamštiny", language="cs"))

    assert (result.language, result.language_chosen) == ("cs", False)
    assert {reply.language for reply in result.replies} == {"cs"}


def test_an_earlier_choice_does_not_come_back_when_rasa_begins_a_new_session(
    assistant: Assistant, tracker_events: StoredEvents
) -> None:
    chosen = assistant.respond(turn(choice=language_button("uk"), conversation="returns"))
    long_ago = [event | {"timestamp": event["timestamp"] - 4 * HALF_AN_HOUR} for event in map(dict, chosen.events)]
    tracker_events["returns"] = long_ago

    result = assistant.respond(turn("Jak dlouho dostanu podporu?", language="cs", chosen=True, conversation="returns"))

    assert "session_started" in [event["event"] for event in result.events]
    assert (result.language, result.language_chosen) == ("cs", True)


def test_a_conversation_goes_on_where_its_stored_events_end(assistant: Assistant, tracker_events: StoredEvents) -> None:
    first = assistant.respond(turn("Jak dlouho dostanu podporu?", conversation="goes-on"))
    tracker_events["goes-on"] = first.events

    second = assistant.respond(turn("díky", conversation="goes-on"))

    assert "session_started" in [event["event"] for event in first.events]
    assert "session_started" not in [event["event"] for event in second.events]


@pytest.mark.parametrize("text", ["/restart", '/change_language{"language": "uk"}', " / /ask_topic{}", "//stop", "/"])
def test_a_text_that_begins_with_a_slash_never_becomes_an_intent(assistant: Assistant, text: str) -> None:
    result = assistant.respond(turn(text, language="cs", chosen=True))

    (user,) = (event for event in result.events if event["event"] == "user")
    assert user["parse_data"]["understanding"]["outcome"] in ("answer", "clarify", "fallback")
    assert user["text"] == text.strip()
    assert not [event for event in result.events if event["event"] in ("restart", "undo", "reset_slots", "pause")]
    assert (result.language, len(result.replies)) == ("cs", 1)


@pytest.mark.parametrize(
    "text",
    [
        "🙂",
        "?!…",
        "a" * 4000,
        "\u202e\u200d\u0301",
        "ｆｕｌｌ　ｗｉｄｔｈ",
        "Wie lange bekomme ich Geld?",
        "'; DROP TABLE turns; --",
    ],
)
def test_any_text_gets_an_answer(assistant: Assistant, text: str) -> None:
    result = assistant.respond(turn(text, language="uk"))

    assert result.replies
    assert all(reply.text for reply in result.replies)
    assert result.language in LANGUAGES


def test_a_text_without_a_letter_is_never_answered_with_a_topic(agent: RasaAgent) -> None:
    for text in ("", "🙂🙂", "...", "— –"):
        parsed = agent.understand(text, {"language": "cs"})
        assert parsed["understanding"]["outcome"] == "fallback"
        assert parsed["intent"]["name"] == "nlu_fallback"
