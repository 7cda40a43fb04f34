"""Answers from the knowledge base, asking back, and admitting that something isn't known."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, entity, language_of, utter


class AnswerTopic(SpeakingAction):
    """The short answer of a topic, or the facet whose button was pressed."""

    action_name = "action_answer_topic"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        topic = entity(tracker, "topic") or tracker.get_slot("topic")
        return utter(dispatcher, self._speech.answer(topic, entity(tracker, "facet"), language_of(tracker)))


class Clarify(SpeakingAction):
    """At most three topics to choose from, the likeliest first."""

    action_name = "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        understanding = tracker.latest_message.get("understanding") or {}
        topics = [item["label"] for item in understanding.get("topics", [])]
        return utter(dispatcher, self._speech.clarify(topics, language_of(tracker)))


class Fallback(SpeakingAction):
    """Says honestly that it isn't known, and offers a person, an interpreter or the office.

    A word of the office that stands in the message can at least be explained.
    When the message is in a language that isn't spoken here, the languages are offered instead.
    """

    action_name = "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        if tracker.latest_message.get("foreign"):
            return utter(dispatcher, self._speech.languages(language_of(tracker), "foreign_language"))
        admitted = self._speech.utter("fallback", language_of(tracker))
        return utter(dispatcher, self._speech.offering_term(admitted, entity(tracker, "term")))
