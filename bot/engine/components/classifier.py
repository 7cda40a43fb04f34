"""Which topic or dialogue intent a message is, and whether that is sure enough to answer."""

import json
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import yaml
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import progress
from bot.engine.components.base import LANGUAGE, Component, metadata_of, text_of
from bot.engine.components.features import encoder, vector_of
from bot.engine.components.language import FOREIGN
from bot.engine.components.understood import ALSO, FACET, TOPIC, UNDERSTANDING, add_entity, set_intent
from bot.engine.importer import LABEL, LANGUAGE_CHOSEN, RISK, held_out
from bot.engine.understanding.decision import Decision, Thresholds, choose_thresholds, decide
from bot.engine.understanding.labels import ASK_TOPIC, CLARIFY, FALLBACK, OUT_OF_SCOPE
from bot.engine.understanding.linear import LinearModel, Mask, Vectors, calibrated, fit, hold_out
from bot.engine.understanding.parts import cuts
from bot.knowledge.emergencies import load_emergencies
from bot.settings import get_settings

LAST_TOPIC = "topic"  # in the metadata: what the conversation is about
SURE = 0.9  # above it a message is taken for one question
WAVERING = 0.1  # below it the second likeliest topic is no question of its own
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
        model: LinearModel | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._model = model
        self._thresholds = thresholds
        self._encoder = encoder()
        self._conjunctions = _conjunctions()
        self._emergencies = load_emergencies(get_settings().knowledge_dir)

    def train(self, training_data: TrainingData) -> Resource:
        vectors, labels, away = _examples(training_data)
        progress.report("learn", 0, 2)
        unseen = hold_out(vectors, labels, away)
        progress.report("learn", 1, 2)
        self._model = calibrated(fit(vectors, labels, unseen.model), unseen)
        probabilities = unseen.probabilities(self._model.temperature)
        self._thresholds, worth = choose_thresholds(unseen.labels, probabilities, unseen.truth.tolist())
        progress.report("learn", 2, 2)
        self._persist(worth)
        return self._resource

    def _persist(self, worth: float) -> None:
        assert self._model is not None and self._thresholds is not None
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / "classifier.npz")
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
            return cls(config, model_storage, resource, LinearModel.load(folder / "classifier.npz"), thresholds)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            _write(message, self._decision(message))
        return messages

    def _decision(self, message: Message) -> Decision:
        decision = self._decide(vector_of(message), metadata_of(message).get(LAST_TOPIC))
        unsure = decision.outcome != "answer" and decision.intent != OUT_OF_SCOPE
        if (risk := message.get(RISK)) and unsure:
            return replace(
                decision, outcome="answer", intent=ASK_TOPIC, topic=self._emergencies[risk].topic, facet=None
            )
        if decision.intent == ASK_TOPIC and not decision.facet and _wavers(decision):
            return replace(decision, also=self._second_topic(message, decision))
        return decision

    def _decide(self, vector: Vectors, last_topic: str | None = None) -> Decision:
        assert self._model is not None and self._thresholds is not None
        probabilities = self._model.probabilities(vector[np.newaxis, :])[0]
        return decide(self._model.labels, probabilities, self._thresholds, last_topic)

    def _second_topic(self, message: Message, whole: Decision) -> str | None:
        """The topic of the message's other question: both halves are sure, and the whole wavers between just these."""
        likeliest = {item.label for item in whole.topics[:2]}
        language = message.get(LANGUAGE) or ""
        for halves in cuts(text_of(message), self._conjunctions.get(language, frozenset())):
            decisions = [self._decide(vector) for vector in self._encoder.encode(halves)]
            found = {decision.topic for decision in decisions if decision.outcome == "answer"}
            if found == likeliest:
                return next(topic for topic in found if topic != whole.topic)
        return None


def _wavers(decision: Decision) -> bool:
    """Whether two topics are likely at once: only then it is worth the time to read the message in halves."""
    return decision.probability < SURE and len(decision.topics) > 1 and decision.topics[1].probability >= WAVERING


def _examples(training_data: TrainingData) -> tuple[Vectors, list[str], Mask]:
    """(n, d) vectors, n labels, and which of them the encoder was never taught."""
    messages = [message for message in training_data.training_examples if message.get(LABEL)]
    vectors = np.stack([vector_of(message) for message in messages])
    return vectors, [message.get(LABEL) for message in messages], np.array([held_out(m) for m in messages])


def _conjunctions() -> dict[str, frozenset[str]]:
    path = get_settings().nlu_data_dir / "conjunctions.yml"
    content: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {language: frozenset(words) for language, words in content.items()}


def _write(message: Message, decision: Decision) -> None:
    # A message without a letter or digit carries no question, whatever its vector looks like.
    empty = not any(character.isalnum() for character in message.get(TEXT) or "")
    outcome = "fallback" if empty else "answer" if decision.also else decision.outcome
    names = {"answer": decision.intent, "clarify": CLARIFY, "fallback": FALLBACK}
    # What is written in a language not spoken here was hardly read: the fallback offers the languages.
    foreign = message.get(FOREIGN) and not metadata_of(message).get(LANGUAGE_CHOSEN)
    outcome = "fallback" if foreign and outcome == "clarify" else outcome
    refused = decision.intent == OUT_OF_SCOPE and not empty and not message.get(FOREIGN)
    intent = OUT_OF_SCOPE if refused else names[outcome]
    set_intent(message, intent, decision.probability)
    understanding = asdict(decision) | {"outcome": outcome}
    message.set(UNDERSTANDING, understanding, add_to_output=True)
    if outcome == "answer":
        said = {TOPIC: decision.topic, FACET: decision.facet, ALSO: decision.also}
        for name, value in said.items():
            if value:
                add_entity(message, NAME, name, value)
