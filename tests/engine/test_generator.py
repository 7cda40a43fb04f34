import asyncio
from typing import Any

import pytest
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config

from bot.engine.generator import ContentGenerator, PhraseGenerator
from bot.engine.importer import KnowledgeImporter
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from bot.settings import ROOT
from tests.assistants import LANGUAGES


def after(message: UserUttered | None) -> DialogueStateTracker:
    domain = KnowledgeImporter().get_domain()
    return DialogueStateTracker.from_events("c1", [message] if message else [], domain.slots)


def said(generator: NaturalLanguageGenerator, action: str, tracker: DialogueStateTracker) -> dict[str, Any]:
    message: dict[str, Any] | None = asyncio.run(generator.generate(action, tracker, "web"))
    assert message is not None
    return message


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_response_of_rasa_is_a_phrase_in_the_settled_language(
    speech: Speech, content: Content, language: str
) -> None:
    tracker = after(UserUttered("?", metadata={"language": language}))

    message = said(PhraseGenerator(speech), "utter_greet", tracker)

    assert message["text"] == content.phrases.say(language, "utter.greet")
    assert message["buttons"]
    assert message["custom"]["language"] == language


def test_without_a_settled_language_what_the_pipeline_found_counts(speech: Speech) -> None:
    tracker = after(UserUttered("?", parse_data={"intent": {"name": "greet"}, "entities": [], "language": "vi"}))

    assert said(PhraseGenerator(speech), "utter_greet", tracker)["custom"]["language"] == "vi"


@pytest.mark.parametrize(
    "tracker", [after(None), after(UserUttered("?")), after(UserUttered("?", metadata={"language": "tlh"}))]
)
def test_without_a_language_of_the_content_it_speaks_english(speech: Speech, tracker: DialogueStateTracker) -> None:
    assert said(PhraseGenerator(speech), "utter_help", tracker)["custom"]["language"] == "en"


def test_rasa_can_make_the_generator_that_the_endpoints_file_names() -> None:
    config = read_endpoint_config(str(ROOT / "endpoints.yml"), "nlg")

    generator = NaturalLanguageGenerator.create(config, KnowledgeImporter().get_domain())

    assert isinstance(generator, ContentGenerator)
    assert said(generator, "utter_thanks", after(UserUttered("?", metadata={"language": "uk"})))["text"]
