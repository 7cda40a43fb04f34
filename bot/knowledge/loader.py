"""Reads `knowledge/` once: into plain objects to run on, and with its files and lines for the checker."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.fact_reading import FACTS, facts_of
from bot.knowledge.glossary_reading import GlossaryFile, read_glossary
from bot.knowledge.language_reading import load_languages
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.topic_reading import TopicFiles, read_topic, topic_ids
from bot.knowledge.yaml_document import Unreadable, YamlDocument, attempt, parse_yaml, read_text

_CONTENT_FILES = (".yml", ".md")


@dataclass(frozen=True)
class ContentFiles:
    """The knowledge base with the files it was read from. What couldn't be read is left out and is in `faults`."""

    knowledge: KnowledgeBase
    topics: Mapping[str, TopicFiles]
    facts_form: YamlDocument
    glossary: GlossaryFile
    faults: tuple[Unreadable, ...]


def load_knowledge(root: Path) -> KnowledgeBase:
    """The knowledge base in the folder `root`.

    Raises `ContentError` naming file, line and mend for what can't be read: broken YAML, a wrong encoding, an unknown
    key, a wrong shape. Content that is merely wrong or missing is the checker's business.
    """
    content = read_content(root)
    if content.faults:
        raise content.faults[0]
    return content.knowledge


def read_content(root: Path) -> ContentFiles:
    """Everything that can be read. Raises `Unreadable` only when the languages aren't known."""
    faults: list[Unreadable] = []
    languages = load_languages(root)
    form = attempt(faults, lambda: parse_yaml(read_text(root, FACTS), FACTS)) or YamlDocument(FACTS, "", {})
    facts = attempt(faults, lambda: facts_of(form)) or {}
    found = [read_topic(root, topic_id, languages, faults) for topic_id in topic_ids(root)]
    files = {topic.topic.id: topic for topic in found if topic}
    topics = {topic_id: topic.topic for topic_id, topic in files.items()}
    glossary = read_glossary(root, languages, faults)
    knowledge = KnowledgeBase(topics, facts, languages, content_digest(root), root, glossary.glossary)
    return ContentFiles(knowledge, files, form, glossary, tuple(faults))


def content_digest(root: Path) -> str:
    """A SHA-256 over the name and the bytes of every content file, so that any change of content is noticed."""
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in _CONTENT_FILES and path.is_file()):
        raw = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()
