"""Finds words of the glossary in a message, and hears when somebody asks what one of them means."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.components.base import MessageStep, text_of
from bot.engine.components.understood import add_entity, forget_topic, set_intent, surely_means
from bot.engine.importer import RISK
from bot.engine.understanding.definitions import Definitions
from bot.knowledge.loader import load_knowledge
from bot.knowledge.terms import TermMatcher
from bot.settings import get_settings

ASK_TERM = "ask_term"
TERM = "term"
NAME = "TermFinder"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TermFinder(MessageStep):
    """Sets the entity `term`; when its meaning is asked, also the intent. It stands after the classifier.

    What the classifier understood stays, but a term's own topic goes before it: who asks what a word means is told, and
    offered that topic. Danger in the same message is more important than any word.
    """

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        settings = get_settings()
        self._terms = load_knowledge(settings.knowledge_dir).glossary.terms
        self._matcher = TermMatcher(
            {term.id: (*term.spellings(), *term.aliases) for term in self._terms.values()}, typos=True
        )
        self._definitions = Definitions.read(settings.nlu_data_dir)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is learnt from terms."""
        return training_data

    def add_to(self, message: Message) -> None:
        term, asked = self._heard(message)
        if term is None:
            return
        if asked and not message.get(RISK):
            self._ask(message, self._terms[term].topic)
        add_entity(message, NAME, TERM, term)

    @staticmethod
    def _ask(message: Message, topic: str | None) -> None:
        if topic is None:
            forget_topic(message)
        else:
            surely_means(message, NAME, topic)
        set_intent(message, ASK_TERM)

    def _heard(self, message: Message) -> tuple[str | None, bool]:
        """The term in the message, and whether its meaning is asked. The text as written counts before its repair."""
        named = None
        for text in dict.fromkeys((message.get(TEXT) or "", text_of(message))):
            found = self._matcher.find(text)
            if meant := self._definitions.meant(text, found):
                return meant.term, True
            named = named or next((place.term for place in found), None)
        return named, False
