"""Rasa's `utter_…` responses, spoken from the phrases of the knowledge base in the person's language."""

from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.speech import Speech

UTTER = "utter_"


class PhraseGenerator(NaturalLanguageGenerator):  # type: ignore[misc]
    """`utter_greet` is the phrase `utter.greet` with the choices that `knowledge/menu.yml` gives it."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        metadata = tracker.latest_message.metadata if tracker.latest_message else None
        return self._speech.utter(utter_action.removeprefix(UTTER), (metadata or {}).get("language", ""))
