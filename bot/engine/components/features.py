"""The sentence vector of each message, from the multilingual encoder."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import places, progress
from bot.engine.components.base import MessageStep, text_of
from bot.engine.encoder import EmbeddingCache, Encoder, ensure_encoder

ORIGIN = "EncoderFeatures"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeatures(MessageStep):
    """Adds one dense sentence feature of shape (1, dimensions). Training remembers vectors between runs."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._encoder = encoder()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EncoderFeatures":
        return cls(config, model_storage, resource)

    def add_to(self, message: Message) -> None:
        _attach(message, self._encoder.encode([text_of(message)])[0])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = training_data.training_examples
        cache = EmbeddingCache(places.embedding_cache())
        vectors = cache.vectors(
            [text_of(message) for message in messages],
            self._encoder,
            lambda done, total: progress.report("encode", done, total),
        )
        for message, vector in zip(messages, vectors, strict=True):
            _attach(message, vector)
        return training_data


def encoder() -> Encoder:
    """The encoder of this data folder, opened once for all components of a model."""
    return _opened(places.encoder_dir())


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Encoder:
    return ensure_encoder(folder)


def vector_of(message: Message) -> NDArray[np.float32]:
    """The message's sentence vector, shape (dimensions,)."""
    _, sentence = message.get_dense_features(TEXT, [ORIGIN])
    return np.asarray(sentence.features[0], dtype=np.float32)


def _attach(message: Message, vector: np.ndarray[Any, Any]) -> None:
    message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
