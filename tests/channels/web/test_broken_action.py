"""An action that breaks is an apology with a way to a person: never silence, and never the text in the log."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.conversations.repository import load_tracker_events
from bot.engine import models, places
from bot.engine.assistant import Assistant
from bot.engine.rasa_agent import RasaAgent
from bot.knowledge.content import Content
from bot.knowledge.speech import Rendered, Speech
from bot.storage.database import Database
from tests.assistants import ChangeSettings
from tests.channels.web.in_process import client_of, runtime_around
from tests.channels.web.talk import Talk, choice_titled

QUESTION = "Хто платить за мене медичне страхування?"


class BrokenSpeech(Speech):
    """Whoever asks it for an answer meets an exception that quotes the person."""

    def answer(self, topic: str, facet: str | None, language: str | None) -> Rendered:
        raise KeyError(QUESTION)


@pytest.fixture
def broken(
    trained_data_dir: Path, content: Content, sqlite_url: str, change_settings: ChangeSettings
) -> Iterator[Talk]:
    """A Ukrainian conversation with an assistant whose every answer breaks."""
    change_settings(PREPAZKA_DATA_DIR=trained_data_dir)
    model = models.current(places.models_dir())
    assert model is not None
    agent = RasaAgent(models.verified_path(places.models_dir(), model), BrokenSpeech(content))
    database = Database(sqlite_url)
    assistant = Assistant(agent, lambda conversation_id: load_tracker_events(database, conversation_id))
    yield Talk.begin(client_of(runtime_around(database, assistant, content)), "uk")
    assistant.close()
    database.close()


def test_an_action_that_raises_apologises_and_offers_a_person(broken: Talk, content: Content) -> None:
    with capture_logs() as logged:
        replies = broken.say(QUESTION)
    assert [(reply["text"], reply["language"]) for reply in replies] == [
        (content.phrases.say("uk", "utter.apology"), "uk")
    ]
    person = choice_titled(replies[0], content.phrases.say("uk", "choice.person"))
    assert broken.choose(person)[0]["text"] == content.phrases.say("uk", "utter.contact_person")
    _says_where_and_not_what(logged)


def _says_where_and_not_what(logged: list[Any]) -> None:
    [failure] = [entry for entry in logged if entry["event"] == "action_failed"]
    assert failure["action"] == "action_answer_topic" and failure["log_level"] == "error"
    written = [entry for entry in logged if entry["log_level"] != "debug"]  # Rasa's debug lines quote; they stay off
    assert not any(QUESTION in str(value) for entry in written for value in entry.values())
