"""Training data for Rasa, read from `knowledge/` (topics) and `nlu_data/` (dialogue): editors know no Rasa format."""

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

from bot.engine.understanding.labels import ASK_TOPIC, topic_label
from bot.knowledge.loader import load_knowledge
from bot.settings import get_settings

LABEL = "label"
LANGUAGE = "language"
LANGUAGE_CHOSEN = "language_chosen"
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
        return TrainingData([*self._topic_examples(), *self._dialogue_examples()])

    def _topic_examples(self) -> list[Message]:
        topics = load_knowledge(self._knowledge_dir).topics.values()
        return [
            _example(phrase, ASK_TOPIC, topic_label(topic.id), text.language)
            for topic in topics
            for text in topic.texts.values()
            for phrase in (text.title, *text.examples)
        ]

    def _dialogue_examples(self) -> list[Message]:
        messages = []
        for file in sorted(self._nlu_data_dir.glob("*/*.yml")):
            for message in RasaYAMLReader().reads(file.read_text(encoding="utf-8")).training_examples:
                intent = message.get(INTENT)
                messages.append(_example(message.get(TEXT), intent, intent, file.parent.name))
        return messages


def _example(text: str, intent: str, label: str, language: str) -> Message:
    return Message({TEXT: text, INTENT: intent, LABEL: label, METADATA: {LANGUAGE: language, LANGUAGE_CHOSEN: True}})
