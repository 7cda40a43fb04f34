"""Tokens, by spaCy's rules for each language (no trained pipeline: none fits all six)."""

from functools import cache

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from bot.engine.components.base import LANGUAGE, MessageStep

TOKENS = "text_tokens"
# Vietnamese syllables are enough for phrase matching; its segmenter would cost 60 MB.
SPACY_SETTINGS = {"vi": {"nlp": {"tokenizer": {"use_pyvi": False}}}}
SPACY_LANGUAGES = frozenset({"cs", "en", "uk", "ru", "vi", "ar"})
NEUTRAL = "xx"


@cache
def tokeniser(language: str) -> Language:
    """spaCy's blank pipeline of a language; the neutral one where spaCy has no rules that are worth loading."""
    if language not in SPACY_LANGUAGES:
        language = NEUTRAL
    return spacy.blank(language, config=SPACY_SETTINGS.get(language, {}))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(MessageStep):
    """Sets Rasa's tokens of the text as it was written, so that entity positions stay true."""

    def add_to(self, message: Message) -> None:
        document = tokeniser(message.get(LANGUAGE) or NEUTRAL).make_doc(message.get(TEXT) or "")
        message.set(TOKENS, [Token(token.text, token.idx) for token in document if not token.is_space])
