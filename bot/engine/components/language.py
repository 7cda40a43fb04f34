"""Which language a message is in, and how it is typed."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.components.base import FORM, LANGUAGE, metadata_of
from bot.engine.components.language_resources import LanguageStep
from bot.engine.importer import LANGUAGE_CHOSEN
from bot.language.identify import SUPPORTED, form_of
from bot.language.letters import words
from bot.language.settle import other_language, settle

FOREIGN = "foreign"
OTHER_LANGUAGE = "other_language"
LEAST_FOREIGN_WORDS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageIdentifier(LanguageStep):
    """Sets `language` (the one to answer in), `form` (as typed: native, without diacritics, in Latin letters) and
    `foreign` (written in none of the languages spoken here; a single word is too little to say so) and
    `other_language` (clearly written in another one than the answer's, so that it can be offered).

    The metadata tell the conversation's language and whether the person chose it; a training phrase tells its own.
    """

    def add_to(self, message: Message) -> None:
        assert self.resources is not None
        text = message.get(TEXT) or ""
        metadata = metadata_of(message)
        guesses = self.resources.model.identify(text)
        language = settle(metadata.get(LANGUAGE), bool(metadata.get(LANGUAGE_CHOSEN)), guesses, text)
        message.set(LANGUAGE, language, add_to_output=True)
        message.set(FORM, form_of(guesses, language), add_to_output=True)
        foreign = guesses[0].code not in SUPPORTED and len(words(text)) >= LEAST_FOREIGN_WORDS
        message.set(FOREIGN, foreign, add_to_output=True)
        message.set(OTHER_LANGUAGE, other_language(language, guesses, text), add_to_output=True)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            message.set(LANGUAGE, metadata_of(message).get(LANGUAGE), add_to_output=True)
        return training_data
