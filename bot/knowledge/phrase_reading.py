"""From `phrases/<language>.yml` to phrases by key; the form of a key is the way to it, joined by dots."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.yaml_document import Tree, Unreadable, YamlDocument, parse_yaml, read_text

PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

PLACEHOLDER = re.compile(r"\{(?:fact:(?P<fact>[^{}\n]+)|(?P<name>[A-Za-z_]\w*))\}")
"""`{name}` is filled in by the program, `{fact:fact-id}` by a fact."""

type Phrase = str | Mapping[str, str]
"""A sentence, or one for each plural form."""


@dataclass(frozen=True)
class PhraseFile:
    """The phrases of one language by key, and the file for the lines."""

    document: YamlDocument
    phrases: Mapping[str, Phrase]

    def line(self, key: str) -> int:
        return self.document.line(*key.split("."))


def phrase_path(language: str) -> str:
    return f"phrases/{language}.yml"


def read_phrases(root: Path, language: str) -> PhraseFile:
    """One language's phrases. Raises `Unreadable` when the file is missing, broken or holds anything but texts."""
    file = phrase_path(language)
    document = parse_yaml(read_text(root, file), file)
    return PhraseFile(document, dict(_phrases(document, (), dict(document.entry().tree))))


def forms(phrase: Phrase) -> Mapping[str, str]:
    """The texts of a phrase by plural form; a plain one has its only text under `other`."""
    return {"other": phrase} if isinstance(phrase, str) else phrase


def _phrases(document: YamlDocument, where: tuple[str, ...], tree: dict[str, Tree]) -> Iterator[tuple[str, Phrase]]:
    for key, found in tree.items():
        place = (*where, key)
        if isinstance(found, str):
            yield ".".join(place), found
        elif isinstance(found, list):
            mend = "Give every sentence a name of its own: “name: sentence”."
            raise Unreadable(document.file, document.line(*place), "shape", f"“{key}” is a list.", mend)
        elif found and found.keys() <= PLURAL_FORMS:
            yield ".".join(place), {form: str(text) for form, text in found.items()}
        else:
            yield from _phrases(document, place, found)
