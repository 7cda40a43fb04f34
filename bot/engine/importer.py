"""Training data for Rasa, read from `knowledge/` (topics) and `nlu_data/` (dialogue): editors know no Rasa format."""

import hashlib
import re
from collections.abc import Iterator
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

from bot.engine.tokenisers import sentence_parser
from bot.engine.understanding.labels import ASK_TOPIC, topic_label
from bot.knowledge.loader import load_knowledge
from bot.knowledge.model import TopicText
from bot.settings import get_settings

LABEL = "label"
SENTENCE = "sentence"
LANGUAGE = "language"
LANGUAGE_CHOSEN = "language_chosen"
SHORTEST_SENTENCE = 9
FACT = re.compile(r"\{[^}]*\}")
LIST_MARK = re.compile(r"^\s*(?:-|\d+\.)\s+")
DOMAIN_FILE = Path(__file__).with_name("domain.yml")


class KnowledgeImporter(TrainingDataImporter):  # type: ignore[misc]
    """Every example carries its language and its label (`topic:<id>` or the intent) beside the intent Rasa knows."""

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
        topics = load_knowledge(self._knowledge_dir).topics.values()
        messages = [
            message for topic in topics for text in topic.texts.values() for message in _of_topic(topic.id, text)
        ]
        return TrainingData([*messages, *self._dialogue_examples()])

    def _dialogue_examples(self) -> list[Message]:
        messages = []
        for file in sorted(self._nlu_data_dir.glob("*/*.yml")):
            for message in RasaYAMLReader().reads(file.read_text(encoding="utf-8")).training_examples:
                intent = message.get(INTENT)
                messages.append(_example(message.get(TEXT), intent, intent, file.parent.name))
        return messages


class Example(Message):  # type: ignore[misc]
    """A training example that is cheap to compare and to copy.

    Rasa copies and hashes all examples a dozen times in one training, by walking through everything in them; that took
    a minute for 10,000. Its step cache, which the full hash is for, isn't used here (bot/engine/training.py).
    """

    def fingerprint(self) -> str:
        identity = (self.get(TEXT), self.get(LABEL), self.get(METADATA)[LANGUAGE])
        return hashlib.md5("\0".join(identity).encode(), usedforsecurity=False).hexdigest()

    def __deepcopy__(self, memo: dict[int, Any]) -> "Example":
        return Example(dict(self.data), set(self.output_properties), self.time, list(self.features))


def is_question(message: Message) -> bool:
    """Whether it is written as people ask; sentences of the answers teach the topic's words, but nobody types them."""
    return isinstance(message, Example) and not message.get(METADATA)[SENTENCE]


def _of_topic(topic_id: str, text: TopicText) -> Iterator[Message]:
    label = topic_label(topic_id)
    for phrase in (text.title, *text.examples):
        yield _example(phrase, ASK_TOPIC, label, text.language)
    for sentence in _sentences(text):
        yield _example(sentence, ASK_TOPIC, label, text.language, sentence=True)


def _sentences(text: TopicText) -> Iterator[str]:
    """The sentences of an answer without list marks; a fact stands as a digit, so that its value changes no vector."""
    parser = sentence_parser()
    for line in "\n".join((text.short, *text.sections.values())).splitlines():
        for sentence in parser(FACT.sub("1", LIST_MARK.sub("", line))).sents:
            if len(plain := sentence.text.strip()) >= SHORTEST_SENTENCE:
                yield plain


def _example(text: str, intent: str, label: str, language: str, *, sentence: bool = False) -> Message:
    metadata = {LANGUAGE: language, LANGUAGE_CHOSEN: True, SENTENCE: sentence}
    return Example({TEXT: text, INTENT: intent, LABEL: label, METADATA: metadata})
