"""Training data for Rasa, read from `knowledge/` (topics) and `nlu_data/` (dialogue): editors know no Rasa format."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

from bot.engine.understanding.labels import ASK_TOPIC, dialogue_label, intent_of, topic_label
from bot.knowledge.emergencies import Emergency, load_emergencies
from bot.knowledge.loader import load_knowledge
from bot.knowledge.model import TopicText
from bot.settings import get_settings

LABEL = "label"
RISK = "risk"
LANGUAGE = "language"
LANGUAGE_CHOSEN = "language_chosen"
RISK_PREFIX = "risk_"
HELD_OUT_ONE_IN = 5
DOMAIN_FILE = Path(__file__).with_name("domain.yml")


class KnowledgeImporter(TrainingDataImporter):  # type: ignore[misc]
    """Every example carries its language and its label beside the intent Rasa knows.

    The label is what the classifier tells apart (understanding/labels.py). What people in danger write is an example of
    the topic that helps them, and of the danger (`RISK`); what only sounds dangerous has no label.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        self._config_file = config_file
        settings = get_settings()
        self._knowledge_dir = settings.knowledge_dir
        self._nlu_data_dir = settings.nlu_data_dir

    def get_domain(self) -> Domain:
        return Domain.load(str(DOMAIN_FILE))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        reader = YAMLStoryReader()
        return StoryGraph(reader.read_from_file(str(self._nlu_data_dir / "rules.yml")))

    def get_conversation_tests(self) -> StoryGraph:
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = read_config_file(self._config_file) if self._config_file else {}
        return config

    def get_config_file_for_auto_config(self) -> str | None:
        return self._config_file

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        return TrainingData(self._examples)

    @cached_property
    def _examples(self) -> list[Message]:
        """Read once: Rasa asks for them three times in one training."""
        topics = load_knowledge(self._knowledge_dir).topics.values()
        messages = [
            message for topic in topics for text in topic.texts.values() for message in _of_topic(topic.id, text)
        ]
        return [*messages, *self._dialogue_examples()]

    def _dialogue_examples(self) -> list[Message]:
        emergencies = load_emergencies(self._knowledge_dir)
        messages = []
        for file in sorted(self._nlu_data_dir.glob("*/*.yml")):
            for message in RasaYAMLReader().reads(file.read_text(encoding="utf-8")).training_examples:
                messages.append(_said(message.get(TEXT), message.get(INTENT), file.parent.name, emergencies))
        return messages


class Example(Message):  # type: ignore[misc]
    """A training example that is cheap to compare and to copy.

    Rasa copies and hashes all examples a dozen times in one training, by walking through everything in them; that took
    a minute for 10,000. Its step cache, which the full hash is for, isn't used here (bot/engine/training.py).
    """

    @cached_property
    def _fingerprint(self) -> str:
        identity = (self.get(TEXT), str(self.get(LABEL)), self.get(METADATA)[LANGUAGE])
        return hashlib.md5("\0".join(identity).encode(), usedforsecurity=False).hexdigest()

    def fingerprint(self) -> str:
        return self._fingerprint

    def __deepcopy__(self, memo: dict[int, Any]) -> "Example":
        copied = Example(dict(self.data), set(self.output_properties), self.time, list(self.features))
        copied.__dict__["_fingerprint"] = self._fingerprint  # Rasa copies ten times and asks each copy
        return copied


def is_question(message: Message) -> bool:
    """Whether it is one of ours: Rasa adds examples of its own, from the domain."""
    return isinstance(message, Example)


def held_out(message: Message) -> bool:
    """Whether it is one of the fifth that the encoder is never taught: what they get tells how sure to be.

    By the text alone, so that the same questions stay unseen however the content around them changes.
    """
    digest = hashlib.sha256(message.get(TEXT).encode()).digest()
    return int.from_bytes(digest[:4]) % HELD_OUT_ONE_IN == 0


def _of_topic(topic_id: str, text: TopicText) -> Iterator[Message]:
    for phrase in (text.title, *text.examples):
        yield _example(phrase, ASK_TOPIC, topic_label(topic_id), text.language)


def _said(text: str, intent: str, language: str, emergencies: Mapping[str, Emergency]) -> Message:
    """An example of `nlu_data/`: something said in a dialogue, a follow-up question, or a cry for help."""
    if not intent.startswith(RISK_PREFIX):
        label = dialogue_label(intent)
        return _example(text, intent_of(label), label, language)
    kind = intent.removeprefix(RISK_PREFIX)
    emergency = emergencies.get(kind)
    message = _example(text, ASK_TOPIC, topic_label(emergency.topic) if emergency else None, language)
    message.set(RISK, kind)
    return message


def _example(text: str, intent: str, label: str | None, language: str) -> Message:
    return Example({TEXT: text, INTENT: intent, LABEL: label, METADATA: {LANGUAGE: language, LANGUAGE_CHOSEN: True}})
