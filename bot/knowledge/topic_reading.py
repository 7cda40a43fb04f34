"""From a topic's folder to a `Topic`. The files stay beside it, so that the checker can name lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.knowledge.model import DRAFT, FACETS, Source, Topic, TopicText
from bot.knowledge.text_document import TextDocument, parse_text
from bot.knowledge.yaml_document import Entry, Unreadable, YamlDocument, attempt, parse_yaml, read_text

TOPICS = "topics"
TOPIC_FORM = "topic.yml"


@dataclass(frozen=True)
class TopicFiles:
    """A topic and the files it came from; `texts` is by language, as in the topic."""

    topic: Topic
    form: YamlDocument
    texts: Mapping[str, TextDocument]

    @property
    def folder(self) -> str:
        return f"{TOPICS}/{self.topic.id}"


def topic_ids(root: Path) -> list[str]:
    """The folders with something in them; an empty folder is what version control leaves behind."""
    folders = sorted(path for path in (root / TOPICS).glob("*") if path.is_dir())
    return [folder.name for folder in folders if any(folder.iterdir())]


def read_topic(root: Path, topic_id: str, languages: Iterable[str], faults: list[Unreadable]) -> TopicFiles | None:
    """The topic in all languages that have a readable text; None when `topic.yml` itself can't be read."""
    file = f"{TOPICS}/{topic_id}/{TOPIC_FORM}"
    form = attempt(faults, lambda: parse_yaml(read_text(root, file), file))
    documents: dict[str, TextDocument] = {}
    texts: dict[str, TopicText] = {}
    for language in languages:
        if (root / TOPICS / topic_id / f"{language}.md").is_file() and (
            read := attempt(faults, partial(_read_text, root, topic_id, language))
        ):
            documents[language], texts[language] = read
    topic = attempt(faults, lambda: _topic(topic_id, form.entry(), texts)) if form else None
    return TopicFiles(topic, form, documents) if form and topic else None


def _read_text(root: Path, topic_id: str, language: str) -> tuple[TextDocument, TopicText]:
    file = f"{TOPICS}/{topic_id}/{language}.md"
    document = parse_text(read_text(root, file), file)
    front = document.front.entry()
    front.allow("title", "button", "review")
    text = TopicText(
        language=language,
        title=front.required("title"),
        button=front.required("button"),
        review=front.text("review") or DRAFT,
        short=document.short.flowing(),
        sections={name: block.flowing() for name, block in document.sections.items()},
        examples=tuple(line.text for line in document.examples.lines),
    )
    return document, text


def _topic(topic_id: str, form: Entry, texts: Mapping[str, TopicText]) -> Topic:
    form.allow("owner", "review_by", "situations", "facets", "related", "sources")
    facets = form.texts("facets")
    for index, facet in enumerate(facets):
        if facet not in FACETS:
            line = form.document.line("facets", index)
            mend = f"Use one of: {', '.join(FACETS)}."
            raise Unreadable(form.document.file, line, "shape", f"“{facet}” is not a section a topic can have.", mend)
    return Topic(
        id=topic_id,
        owner=form.text("owner"),
        review_by=form.day("review_by"),
        situations=form.texts("situations"),
        facets=facets,
        related=form.texts("related"),
        sources=tuple(_source(entry) for entry in form.entries("sources")),
        texts=texts,
    )


def _source(entry: Entry) -> Source:
    entry.allow("title", "url", "checked")
    return Source(entry.text("title"), entry.text("url"), entry.day("checked"))
