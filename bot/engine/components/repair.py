"""Makes a hastily typed message readable for the components that follow; what the person wrote stays as it is."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.components.base import FORM, LANGUAGE, REPAIRED
from bot.engine.components.language_resources import LanguageStep


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TypingRepairer(LanguageStep):
    """Sets `repaired` when missing diacritics, Latin letters or typos were mended."""

    def add_to(self, message: Message) -> None:
        assert self.resources is not None
        repaired = self.resources.repair.repair(message.get(TEXT) or "", message.get(LANGUAGE), message.get(FORM))
        if repaired.changed:
            message.set(REPAIRED, repaired.text, add_to_output=True)
