"""Tokens, by spaCy's rules for each language."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.components.base import LANGUAGE, MessageStep
from bot.engine.tokenisers import NEUTRAL, tokeniser

TOKENS = "text_tokens"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(MessageStep):
    """Sets Rasa's tokens of the text as it was written, so that entity positions stay true."""

    def add_to(self, message: Message) -> None:
        document = tokeniser(message.get(LANGUAGE) or NEUTRAL).make_doc(message.get(TEXT) or "")
        message.set(TOKENS, [Token(token.text, token.idx) for token in document if not token.is_space])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is learnt from tokens."""
        return training_data
