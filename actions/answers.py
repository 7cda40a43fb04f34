"""Answers from the knowledge base, asking back, and admitting that something isn't known."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, entity, language_of, utter
from actions.offices import OfficeAnswers
from actions.partners import partner_speech
from bot.knowledge.speech import OFFICE_TOPIC, Rendered, Speech


class AnswerTopic(SpeakingAction):
    """The short answer of a topic, or the facet that was asked for; then the second question's, if there were two."""

    action_name = "action_answer_topic"

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech)
        self._offices = OfficeAnswers(speech)
        self._partners = partner_speech(speech)

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        topic, language = entity(tracker, "topic") or tracker.get_slot("topic"), language_of(tracker)
        utter(dispatcher, self._answer(topic, tracker, language))
        if also := entity(tracker, "also"):
            utter(dispatcher, self._speech.answer(also, None, language))
        return []

    def _answer(self, topic: str, tracker: Tracker, language: str) -> Rendered:
        if topic == OFFICE_TOPIC:
            return self._offices.answer(tracker)
        return self._partners.offer(self._speech.answer(topic, entity(tracker, "facet"), language))


class Clarify(SpeakingAction):
    """At most three topics to choose from, the likeliest first; the second time in a row ways to people as well."""

    action_name = "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        understanding = tracker.latest_message.get("understanding") or {}
        topics = [item["label"] for item in understanding.get("topics", [])]
        again = failed_before(tracker)
        return utter(dispatcher, self._speech.clarify(topics, language_of(tracker), again=again))


class Fallback(SpeakingAction):
    """Says honestly that it isn't known, and offers a person, an interpreter or the office.

    A word of the office that stands in the message can at least be explained.
    When the message is in a language that isn't spoken here, the languages are offered instead.
    """

    action_name = "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        if tracker.latest_message.get("foreign"):
            return utter(dispatcher, self._speech.languages(language_of(tracker), "foreign_language"))
        again = failed_before(tracker)
        admitted = self._speech.utter("fallback_again" if again else "fallback", language_of(tracker))
        return utter(dispatcher, self._speech.offering_term(admitted, entity(tracker, "term")))


FAILURES = frozenset({Clarify.action_name, Fallback.action_name})


def failed_before(tracker: Tracker) -> bool:
    """Whether the message before this one wasn't understood either: now it is time for people."""
    turns = 0
    for event in reversed(tracker.events):
        if event["event"] == "user":
            turns += 1
        if turns and event["event"] == "action" and event["name"] != "action_listen":
            return event["name"] in FAILURES
    return False
