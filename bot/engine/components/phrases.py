"""Names that the assistant knows by heart (now: languages), found by spaCy's phrase matcher."""

from typing import Any

import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from bot.engine.components.base import MessageStep
from bot.engine.tokenisers import NEUTRAL, tokeniser
from bot.settings import get_settings

NAME = "PhraseEntities"
SEPARATOR = "="


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PhraseEntities(MessageStep):
    """Adds an entity for every phrase of `nlu_data/entities.yml`; longer phrases win, capitals don't matter."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._tokeniser = tokeniser(NEUTRAL)
        self._matcher = PhraseMatcher(self._tokeniser.vocab, attr="LOWER")
        for entity, values in _entities().items():
            for value, phrases in values.items():
                self._matcher.add(f"{entity}{SEPARATOR}{value}", [self._document(phrase) for phrase in phrases])

    def _document(self, text: str) -> Doc:
        return self._tokeniser.make_doc(text)

    def add_to(self, message: Message) -> None:
        document = self._document(message.get(TEXT) or "")
        found = [
            _entity(document[start:end], document.vocab.strings[key]) for key, start, end in self._matcher(document)
        ]
        longest_first = sorted(found, key=lambda item: item[ENTITY_ATTRIBUTE_START] - item[ENTITY_ATTRIBUTE_END])
        if kept := _without_overlaps(longest_first):
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *kept], add_to_output=True)


def _entities() -> dict[str, dict[str, list[str]]]:
    path = get_settings().nlu_data_dir / "entities.yml"
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _entity(span: Span, key: str) -> dict[str, Any]:
    entity, _, value = key.partition(SEPARATOR)
    return {
        ENTITY_ATTRIBUTE_TYPE: entity,
        ENTITY_ATTRIBUTE_VALUE: value,
        ENTITY_ATTRIBUTE_START: span.start_char,
        ENTITY_ATTRIBUTE_END: span.end_char,
        EXTRACTOR: NAME,
    }


def _without_overlaps(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for entity in entities:
        if all(
            entity[ENTITY_ATTRIBUTE_END] <= other[ENTITY_ATTRIBUTE_START]
            or entity[ENTITY_ATTRIBUTE_START] >= other[ENTITY_ATTRIBUTE_END]
            for other in kept
        ):
            kept.append(entity)
    return kept
