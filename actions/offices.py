"""Answers about offices: the one for a named place, for a shared location, or behind a button."""

from rasa_sdk import Tracker

from actions.base import entity, language_of
from bot.directory.directory import directory_of
from bot.directory.distance import Position
from bot.directory.office_speech import OfficeSpeech
from bot.knowledge.speech import OFFICE_TOPIC, Rendered, Speech


class OfficeAnswers:
    """What `action_answer_topic` says instead of, or beside, the general answer about offices."""

    def __init__(self, speech: Speech) -> None:
        content = speech.content
        directory = directory_of(content.knowledge.root, content.knowledge.digest)
        self._speech = speech
        self._offices = OfficeSpeech(content, directory)

    def answer(self, tracker: Tracker) -> Rendered:
        """The office that is asked for; without a place, or with several, the general answer with ways to one.

        Raises `UnknownOffice` for a button of an office that is gone.
        """
        language, facet = language_of(tracker), entity(tracker, "facet")
        places = list(dict.fromkeys(map(str, tracker.get_latest_entity_values("office_place"))))
        if office := entity(tracker, "office"):
            return self._offices.office(office, language)
        if location := entity(tracker, "location"):
            return self._offices.near(Position.parse(location), language)
        if facet is None and len(places) == 1:
            return self._offices.at_place(places[0], language, entity(tracker, "postcode"))
        return self._offices.offer(self._speech.answer(OFFICE_TOPIC, facet, language), places)
