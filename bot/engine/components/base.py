"""What the components share: how Rasa's graph creates one, and the names under which they pass things on."""

from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

LANGUAGE = "language"
FORM = "form"
REPAIRED = "repaired"


class Component(GraphComponent):  # type: ignore[misc]
    """A component that needs nothing but its settings; one that is trained overrides `train` and `load` too."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(config, model_storage, resource)


class MessageStep(Component):
    """A component that adds something to each message, in training and in service alike."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.add_to(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def add_to(self, message: Message) -> None:
        raise NotImplementedError


def text_of(message: Message) -> str:
    """The text as the following components should read it: repaired when a repair was made."""
    text: str = message.get(REPAIRED) or message.get(TEXT) or ""
    return text


def metadata_of(message: Message) -> dict[str, Any]:
    metadata: dict[str, Any] = message.get(METADATA) or {}
    return metadata
