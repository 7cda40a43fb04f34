"""The walk through a situation as messages with buttons."""

import json

import pytest

from bot.knowledge.content import Content
from bot.situations.book import UnknownSituation
from bot.situations.speech import SituationSpeech
from tests.assistants import LANGUAGES

MOST_TELEGRAM_CHARACTERS = 4096


@pytest.fixture
def speech(content: Content) -> SituationSpeech:
    return SituationSpeech(content)


def test_first_all_situations_are_offered(speech: SituationSpeech) -> None:
    said = speech.walk(None, None, "vi")

    assert len(said["buttons"]) == 15
    assert said["buttons"][0]["payload"] == '/walk_situation{"situation": "lost-job"}'


def test_then_the_statuses_it_is_for(speech: SituationSpeech) -> None:
    said = speech.walk("card-expires", None, "en")

    statuses = [json.loads(button["payload"].removeprefix("/walk_situation"))["status"] for button in said["buttons"]]
    assert statuses == ["employee-card", "blue-card", "temporary-protection", "asylum-seeker"]


def test_a_single_status_is_not_asked_for(speech: SituationSpeech) -> None:
    assert speech.walk("temporary-protection", None, "cs") == speech.walk(
        "temporary-protection", "temporary-protection", "cs"
    )


def test_then_the_steps_in_order_with_dates_and_topics(speech: SituationSpeech) -> None:
    said = speech.walk("lost-job", "employee-card", "en")  # on Monday, 23 November 2026

    lines = said["text"].splitlines()
    assert any(line.startswith("1. Last day: Sunday, 21 February 2027.") for line in lines)
    assert any(line.startswith("3. Last day: Thursday, 26 November 2026.") for line in lines)
    assert "The Ministry of the Interior decides" in said["text"]
    payloads = [button["payload"] for button in said["buttons"]]
    assert payloads[0] == '/ask_topic{"topic": "losing-job-on-employee-card"}'
    assert payloads[-1] == "/walk_situation"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plan_fits_one_message(content: Content, speech: SituationSpeech, language: str) -> None:
    for title in content.situations.titles(language):
        for status in content.situations.choice(title.id, language).statuses:
            said = speech.walk(title.id, status.id, language)
            assert len(said["text"]) < MOST_TELEGRAM_CHARACTERS
            assert said["custom"]["language"] == language


def test_an_unknown_language_is_spoken_to_in_english(speech: SituationSpeech) -> None:
    assert speech.walk(None, None, "mn")["custom"]["language"] == "en"


def test_a_situation_that_is_gone_is_refused(speech: SituationSpeech) -> None:
    with pytest.raises(UnknownSituation):
        speech.walk("removed-yesterday", None, "en")
