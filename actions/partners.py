"""Who else helps: partners of a kind, near the person when the region is known."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SpeakingAction, entity, language_of, utter
from bot.directory.directory import Directory, directory_of
from bot.directory.partner_speech import PartnerSpeech
from bot.knowledge.speech import Speech


class FindPartner(SpeakingAction):
    """At most three partners of the kind; the region is that of the button, or of the place that was named last."""

    action_name = "action_find_partner"

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech)
        self._directory = _directory(speech)
        self._partners = PartnerSpeech(speech.content, self._directory)

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        region = entity(tracker, "region") or self._last_region(tracker)
        kind = entity(tracker, "partner_kind") or ""
        return utter(dispatcher, self._partners.helpers(kind, region, language_of(tracker)))

    def _last_region(self, tracker: Tracker) -> str | None:
        place = self._directory.places.get(str(tracker.get_slot("office_place")))
        return place.region if place else None


def partner_speech(speech: Speech) -> PartnerSpeech:
    """For whoever offers “Help near you” under an answer."""
    return PartnerSpeech(speech.content, _directory(speech))


def _directory(speech: Speech) -> Directory:
    knowledge = speech.content.knowledge
    return directory_of(knowledge.root, knowledge.digest)
