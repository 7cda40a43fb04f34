"""Walking through a life situation with buttons."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, entity, language_of, utter
from bot.situations.speech import SituationSpeech


class WalkSituation(SpeakingAction):
    """The menu of situations, the statuses of one, or its plan: as far as the buttons pressed so far tell."""

    action_name = "action_walk_situation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        walk = SituationSpeech(self._speech.content).walk
        return utter(dispatcher, walk(entity(tracker, "situation"), entity(tracker, "status"), language_of(tracker)))
