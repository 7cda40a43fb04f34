"""The language files that identification and repair work from, built when a model is trained.

They stand in the data folder under the digest of the topics they were built for; a model remembers that digest, so that
an old model and its successor can be in service at the same time. Editing a text doesn't build them anew (it takes ten
seconds and would change next to nothing); a new topic, which brings new words, does.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Self

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import places, progress
from bot.engine.components.base import MessageStep
from bot.knowledge.loader import load_knowledge
from bot.knowledge.model import Topic
from bot.language.resources import FORMAT, LanguageResources, build_language_resources
from bot.settings import get_settings

POINTER = "language.json"
KEPT = 3


class LanguageStep(MessageStep):
    """A step that reads the language files; trained and loaded by their digest."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        digest: str = "",
    ) -> None:
        super().__init__(config, model_storage, resource)
        self.digest = digest
        self.resources = load_resources(digest) if digest else None

    def train(self, training_data: TrainingData) -> Resource:
        digest = _ensure()
        self.digest, self.resources = digest, load_resources(digest)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / POINTER).write_text(json.dumps({"digest": digest}), encoding="utf-8")
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
            digest = json.loads((folder / POINTER).read_text(encoding="utf-8"))["digest"]
        return cls(config, model_storage, resource, digest)


@lru_cache(maxsize=2)
def load_resources(digest: str) -> LanguageResources:
    """The files of this digest, mapped into memory once for all components. Raises `NotTrained` without them."""
    return LanguageResources.load(places.language_dir() / digest)


def ensure_resources() -> LanguageResources:
    """Those for the present topics, built unless they are there."""
    return load_resources(_ensure())


def _ensure() -> str:
    """Build the files for the present topics unless they are there; returns their digest."""
    topics = load_knowledge(get_settings().knowledge_dir).topics
    shape = [FORMAT, sorted((topic.id, sorted(topic.texts)) for topic in topics.values())]
    digest = hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16]
    root = places.language_dir()
    if not (root / digest).is_dir():
        progress.report("language", 0, 1)
        draft = root / f"{digest}.part"
        shutil.rmtree(draft, ignore_errors=True)
        build_language_resources(draft, _corpus(topics.values()))
        draft.replace(root / digest)
        _forget_old()
    progress.report("language", 1, 1)
    return digest


def _forget_old() -> None:
    newest_first = sorted(places.language_dir().iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _corpus(topics: Iterable[Topic]) -> dict[str, list[str]]:
    """The editors' own texts by language: their words count as well typed. Example questions don't: they have typos."""
    corpus: dict[str, list[str]] = {}
    for topic in topics:
        for text in topic.texts.values():
            corpus.setdefault(text.language, []).extend([text.title, text.short, *text.sections.values()])
    return corpus
