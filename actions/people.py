"""The ways to a person: the office's phone line, and an interpreter."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, language_of, utter


class ContactPerson(SpeakingAction):
    """How to reach a person now."""

    action_name = "action_contact_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        return utter(dispatcher, self._speech.utter("contact_person", language_of(tracker)))


class Interpreter(SpeakingAction):
    """How to come to the office with an interpreter."""

    action_name = "action_interpreter"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        return utter(dispatcher, self._speech.utter("interpreter", language_of(tracker)))
