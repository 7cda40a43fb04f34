"""Which topic or dialogue intent a message is, and whether that is sure enough to answer."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import progress
from bot.engine.components.base import Component
from bot.engine.components.features import ORIGIN
from bot.engine.components.language import FOREIGN
from bot.engine.importer import LABEL, is_question
from bot.engine.understanding.decision import Decision, Thresholds, choose_thresholds, decide
from bot.engine.understanding.kernel import KernelModel, Mask, Vectors, calibrated, fit, hold_out
from bot.engine.understanding.labels import CLARIFY, FALLBACK, OUT_OF_SCOPE

UNDERSTANDING = "understanding"
TOPIC = "topic"
NAME = "TopicClassifier"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(Component):
    """Sets the intent that the rules act on; what was really understood stays in `understanding` for the actions.

    An unsure message gets the intent `clarify` or `nlu_fallback`: the rules, not the actions, decide what happens.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: KernelModel | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._model = model
        self._thresholds = thresholds

    def train(self, training_data: TrainingData) -> Resource:
        vectors, labels, questions = _examples(training_data)
        progress.report("learn", 0, 2)
        held_out = hold_out(vectors, labels, questions)
        progress.report("learn", 1, 2)
        self._model = calibrated(fit(vectors, labels), held_out)
        probabilities = held_out.probabilities(self._model.temperature)
        self._thresholds, worth = choose_thresholds(held_out.labels, probabilities, held_out.truth.tolist())
        progress.report("learn", 2, 2)
        self._persist(worth)
        return self._resource

    def _persist(self, worth: float) -> None:
        assert self._model is not None and self._thresholds is not None
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / "kernel.npz")
            report = asdict(self._thresholds) | {"worth": worth}
            (folder / "thresholds.json").write_text(json.dumps(report), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TopicClassifier":
        with model_storage.read_from(resource) as folder:
            saved = json.loads((folder / "thresholds.json").read_text(encoding="utf-8"))
            thresholds = Thresholds(answer=saved["answer"], clarify=saved["clarify"])
            return cls(config, model_storage, resource, KernelModel.load(folder / "kernel.npz"), thresholds)

    def process(self, messages: list[Message]) -> list[Message]:
        assert self._model is not None and self._thresholds is not None
        for message in messages:
            probabilities = self._model.probabilities(_vector(message)[np.newaxis, :])[0]
            _write(message, decide(self._model.labels, probabilities, self._thresholds))
        return messages


def _examples(training_data: TrainingData) -> tuple[Vectors, list[str], Mask]:
    """(n, d) vectors, n labels, and which of them are questions as people write them."""
    messages = [message for message in training_data.training_examples if message.get(LABEL)]
    vectors = np.stack([_vector(message) for message in messages])
    return vectors, [message.get(LABEL) for message in messages], np.array([is_question(m) for m in messages])


def _vector(message: Message) -> NDArray[np.float32]:
    _, sentence = message.get_dense_features(TEXT, [ORIGIN])
    return np.asarray(sentence.features[0], dtype=np.float32)


def _write(message: Message, decision: Decision) -> None:
    # A message without a letter or digit carries no question, whatever its vector looks like.
    empty = not any(character.isalnum() for character in message.get(TEXT) or "")
    outcome = "fallback" if empty else decision.outcome
    names = {"answer": decision.intent, "clarify": CLARIFY, "fallback": FALLBACK}
    # What is written in a language not spoken here was hardly read: the fallback offers the languages.
    refused = decision.intent == OUT_OF_SCOPE and not empty and not message.get(FOREIGN)
    intent = OUT_OF_SCOPE if refused else names[outcome]
    message.set(INTENT, {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: decision.probability}, add_to_output=True)
    understanding = asdict(decision) | {"outcome": outcome}
    message.set(UNDERSTANDING, understanding, add_to_output=True)
    if outcome == "answer" and decision.topic:
        entity = {ENTITY_ATTRIBUTE_TYPE: TOPIC, ENTITY_ATTRIBUTE_VALUE: decision.topic, EXTRACTOR: NAME}
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
