"""Tokens, by spaCy's rules for each language."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.components.base import LANGUAGE, MessageStep
from bot.engine.tokenisers import NEUTRAL, SPACY_LANGUAGES, tokeniser

TOKENS = "text_tokens"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(MessageStep):
    """Sets Rasa's tokens of the text as it was written, so that entity positions stay true."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        for language in SPACY_LANGUAGES:
            tokeniser(language)  # a tenth of a second each, which the first to write in it would wait for

    def add_to(self, message: Message) -> None:
        document = tokeniser(message.get(LANGUAGE) or NEUTRAL).make_doc(message.get(TEXT) or "")
        message.set(TOKENS, [Token(token.text, token.idx) for token in document if not token.is_space])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is learnt from tokens."""
        return training_data
