"""Explaining a word of the office."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, entity, language_of, utter


class ExplainTerm(SpeakingAction):
    """The word that was asked for, or whose button was pressed."""

    action_name = "action_explain_term"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        return utter(dispatcher, self._speech.explain(entity(tracker, "term") or "", language_of(tracker)))
