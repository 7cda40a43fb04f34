"""What every rule looks at: the content with its files, the phrases, and the day of the check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bot.knowledge.fact_reading import FACTS
from bot.knowledge.facts import FactBook, references
from bot.knowledge.formats import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE
from bot.knowledge.glossary_reading import GLOSSARY
from bot.knowledge.language_reading import LANGUAGES
from bot.knowledge.loader import ContentFiles, read_content
from bot.knowledge.model import FALLBACK_LANGUAGE, KnowledgeBase, TopicText
from bot.knowledge.phrase_reading import PLACEHOLDER, PhraseFile, forms, read_phrases
from bot.knowledge.text_document import TextDocument
from bot.knowledge.topic_reading import TopicFiles
from bot.knowledge.yaml_document import Unreadable, attempt, parse_yaml, read_text
from bot.situations.reading import SITUATIONS, SituationFiles, read_situations


@dataclass(frozen=True)
class Reference:
    """A place where a text or a phrase names a fact."""

    fact: str
    file: str
    line: int


@dataclass(frozen=True)
class Inspection:
    """The content on the day of the check.

    `others` are the texts of the files in `root` that other rooms read (offices, partners …), by name; `faults` are
    the files that can't be read at all.
    """

    content: ContentFiles
    phrases: Mapping[str, PhraseFile]
    others: Mapping[str, str]
    situations: SituationFiles
    today: date
    faults: tuple[Unreadable, ...]

    @property
    def knowledge(self) -> KnowledgeBase:
        return self.content.knowledge

    def texts(self) -> Iterator[tuple[TopicFiles, TopicText, TextDocument]]:
        """Every text of every topic with its file."""
        for files in self.content.topics.values():
            for language, document in files.texts.items():
                yield files, files.topic.texts[language], document

    def text_references(self) -> Iterator[Reference]:
        """Every fact that a topic's text or the glossary names, with the place."""
        for _, _, document in self.texts():
            yield from text_references(document)
        for term in self.knowledge.glossary.terms.values():
            for code, text in term.plain.items():
                line = self.content.glossary.line(term.id, "plain", code)
                yield from (Reference(fact, GLOSSARY, line) for fact in references(text))

    def phrase_references(self) -> Iterator[Reference]:
        """Every fact that a phrase names, with the place."""
        for file in self.phrases.values():
            for key, phrase in file.phrases.items():
                for form, text in forms(phrase).items():
                    for match in PLACEHOLDER.finditer(text):
                        if match["fact"]:
                            line = file.document.line(*key.split("."), form)
                            yield Reference(match["fact"], file.document.file, line)

    def length(self, text: str, language: str) -> int:
        """The characters a reader sees today, facts filled in."""
        book = FactBook(self.knowledge.facts, self.knowledge.languages)
        resolved = book.resolve(text, self.today, language, _PhraseFiles(self.phrases)).text
        return sum(character not in (LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE) for character in resolved)


def inspect(root: Path, today: date) -> Inspection:
    """Read everything under `root`. Raises `Unreadable` only when the languages aren't known."""
    content = read_content(root)
    faults = list(content.faults)
    read = {code: attempt(faults, partial(read_phrases, root, code)) for code in content.knowledge.languages}
    phrases = {code: file for code, file in read.items() if file is not None}
    others = {file: text for file in _other_files(root) if (text := attempt(faults, partial(_sound_yaml, root, file)))}
    situations = read_situations(root, content.knowledge.languages)
    faults += situations.faults
    return Inspection(content, phrases, others, situations, today, tuple(faults))


def _other_files(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("*.yml") if path.name not in (FACTS, GLOSSARY, LANGUAGES, SITUATIONS))


def _sound_yaml(root: Path, file: str) -> str:
    text = read_text(root, file)
    parse_yaml(text, file)
    return text


def text_references(document: TextDocument) -> Iterator[Reference]:
    """Every fact that this text names, with the line."""
    for line in document.answer_lines():
        for fact in references(line.text):
            yield Reference(fact, document.file, line.number)


class _PhraseFiles:
    """Says phrases for measuring only: silently, and whatever may be missing from the files being checked."""

    def __init__(self, files: Mapping[str, PhraseFile]) -> None:
        self._files = files

    def say(self, language: str, key: str, /, **values: object) -> str:
        for code in (language, FALLBACK_LANGUAGE):
            if code in self._files and (phrase := self._files[code].phrases.get(key)) is not None:
                text = forms(phrase).get("other", "")
                return PLACEHOLDER.sub(lambda match: str(values.get(match["name"] or "", "")), text)
        return " ".join(str(value) for value in values.values())
