"""Changing the language of the conversation."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, entity, language_of, utter

LANGUAGE_SLOT = "language"


class ChangeLanguage(SpeakingAction):
    """Switches when the language was named; otherwise shows the menu. The slot tells the engine of the choice."""

    action_name = "action_change_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        wanted = entity(tracker, "language")
        if wanted is None:
            return utter(dispatcher, self._speech.languages(language_of(tracker)))
        utter(dispatcher, self._speech.utter("language_changed", wanted))
        return [SlotSet(LANGUAGE_SLOT, wanted)]
