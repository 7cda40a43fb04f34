"""Hears danger in a message, so that the emergency contact can be said before anything else."""

import json
from typing import Any, Self

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.components.base import MessageStep, text_of
from bot.engine.components.features import vector_of
from bot.engine.importer import RISK, held_out, is_question
from bot.engine.understanding.labels import ASK_TOPIC
from bot.engine.understanding.linear import LinearModel
from bot.engine.understanding.risk import NO_RISK, RiskModel, fit_risk
from bot.engine.understanding.risk_words import RiskWords
from bot.settings import get_settings

MODEL, THRESHOLD = "risk.npz", "threshold.json"
CALM_EACH = 3  # of the questions on topics every third is plenty to tell them from danger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class RiskDetector(MessageStep):
    """Sets `risk` to the kind of danger, by certain words or by the meaning of the whole message."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: RiskModel | None = None
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._model = model
        self._words = RiskWords.read(get_settings().nlu_data_dir)

    def train(self, training_data: TrainingData) -> Resource:
        questions = [message for message in training_data.training_examples if is_question(message)]
        on_topics = [message for message in questions if message.get(INTENT) == ASK_TOPIC and not message.get(RISK)]
        others = [message for message in questions if message.get(INTENT) != ASK_TOPIC or message.get(RISK)]
        chosen = others + on_topics[::CALM_EACH]
        self._model = fit_risk(
            np.stack([vector_of(message) for message in chosen]),
            [message.get(RISK) or NO_RISK for message in chosen],
            np.array([held_out(message) for message in chosen]),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.model.save(folder / MODEL)
            (folder / THRESHOLD).write_text(json.dumps(self._model.threshold), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        with model_storage.read_from(resource) as folder:
            threshold = float(json.loads((folder / THRESHOLD).read_text(encoding="utf-8")))
            return cls(config, model_storage, resource, RiskModel(LinearModel.load(folder / MODEL), threshold))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples know their risk already."""
        return training_data

    def add_to(self, message: Message) -> None:
        assert self._model is not None
        texts = dict.fromkeys((message.get(TEXT) or "", text_of(message)))
        certain = next(filter(None, map(self._words.kind, texts)), None)
        message.set(RISK, certain or self._model.kind(vector_of(message)), add_to_output=True)
