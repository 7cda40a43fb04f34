"""How a component says what it found in a message: entities, and a topic that is surely meant."""

from typing import Any

from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.engine.understanding.labels import ASK_TOPIC

UNDERSTANDING = "understanding"
TOPIC = "topic"
FACET = "facet"
ALSO = "also"
SURE = 1.0  # the words are there to be read: nothing is guessed


def add_entity(message: Message, component: str, name: str, value: str) -> None:
    """One more thing found, by the component of this name."""
    entity = {ENTITY_ATTRIBUTE_TYPE: name, ENTITY_ATTRIBUTE_VALUE: value, EXTRACTOR: component}
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)


def set_intent(message: Message, name: str, confidence: float = SURE) -> None:
    """What the rules act on."""
    message.set(INTENT, {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}, add_to_output=True)


def forget_topic(message: Message) -> None:
    """Takes back the topic that the classifier guessed."""
    others = [e for e in message.get(ENTITIES) or [] if e[ENTITY_ATTRIBUTE_TYPE] not in (TOPIC, FACET, ALSO)]
    message.set(ENTITIES, others, add_to_output=True)


def surely_means(message: Message, component: str, topic: str) -> None:
    """Puts a topic that is read off the message before everything that was guessed about it."""
    forget_topic(message)
    understanding: dict[str, Any] = dict(message.get(UNDERSTANDING) or {})
    guessed = understanding.get("topics", ())
    others = [item for item in guessed if item["label"] != topic][: max(len(guessed) - 1, 0)]
    understanding |= {"outcome": "answer", "intent": ASK_TOPIC, "topic": topic, "probability": SURE}
    understanding |= {FACET: None, ALSO: None}
    understanding["topics"] = [{"label": topic, "probability": SURE}, *others]
    message.set(UNDERSTANDING, understanding, add_to_output=True)
    add_entity(message, component, TOPIC, topic)
