"""Finds the places that a message names. A message that is nothing but a place asks for the office there."""

from typing import Any

import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.directory.directory import Directory
from bot.directory.mentions import Mention, PlaceNames
from bot.engine.components.base import MessageStep, text_of
from bot.engine.components.understood import add_entity, set_intent, surely_means
from bot.engine.importer import RISK
from bot.engine.understanding.labels import ASK_TOPIC
from bot.knowledge.speech import OFFICE_TOPIC
from bot.settings import Settings, get_settings

PLACE = "office_place"
POSTCODE = "postcode"
NAME = "PlacesNamed"
WORDS = "place_words.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlacesNamed(MessageStep):
    """Sets the entities `office_place` (one for each place) and `postcode` (one that isn't known, of a place near it).

    It stands after the classifier: a town alone is no question that could be learnt, yet what is meant is sure.
    """

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._names = place_names(get_settings())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is learnt from places."""
        return training_data

    def add_to(self, message: Message) -> None:
        mention = self._mention(message)
        if not mention.places:
            return
        if mention.alone and not message.get(RISK):
            surely_means(message, NAME, OFFICE_TOPIC)
            set_intent(message, ASK_TOPIC)
        for place in mention.places:
            add_entity(message, NAME, PLACE, place)
        if mention.postcode:
            add_entity(message, NAME, POSTCODE, mention.postcode)

    def _mention(self, message: Message) -> Mention:
        """As it was written, or else as it was mended: a mended name may have become another word."""
        written = self._names.place_in(message.get(TEXT) or "")
        return written if written.places else self._names.place_in(text_of(message))


def place_names(settings: Settings) -> PlaceNames:
    """The names of all places, with the words around them of `nlu_data/place_words.yml`."""
    words = yaml.safe_load((settings.nlu_data_dir / WORDS).read_text(encoding="utf-8"))
    beside = (phrase for phrases in words["beside"].values() for phrase in phrases)
    return PlaceNames(Directory.load(settings.knowledge_dir), beside, words["careful"])
