"""Rasa's `utter_…` responses, spoken from the phrases of the knowledge base in the person's language."""

from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from actions.base import spoken_in
from bot.clock import make_clock
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from bot.settings import get_settings

UTTER = "utter_"


class PhraseGenerator(NaturalLanguageGenerator):  # type: ignore[misc]
    """`utter_greet` is the phrase `utter.greet` with the choices that `knowledge/menu.yml` gives it."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        latest = tracker.latest_message
        language = spoken_in({**(latest.parse_data or {}), "metadata": latest.metadata}) if latest else ""
        return self._speech.utter(utter_action.removeprefix(UTTER), language)


class ContentGenerator(PhraseGenerator):
    """The generator that Rasa's own command line makes by itself, from `endpoints.yml`; it reads the content itself."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        settings = get_settings()
        super().__init__(Speech(Content.load(settings.knowledge_dir, make_clock(settings.clock))))
