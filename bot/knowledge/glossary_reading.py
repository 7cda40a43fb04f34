"""From `glossary.yml` to the `Glossary`; the file stays beside it, so that the checker can name lines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.glossary import Glossary, Term
from bot.knowledge.model import DRAFT
from bot.knowledge.yaml_document import Entry, Unreadable, YamlDocument, attempt, parse_yaml, read_text

GLOSSARY = "glossary.yml"
TERMS = "terms"
_TERM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class GlossaryFile:
    """The glossary and the file it came from."""

    glossary: Glossary
    form: YamlDocument

    def line(self, *where: str | int) -> int:
        """The line of a place inside a term: its id, a key, a language or a number in a list."""
        return self.form.line(TERMS, *where)


def read_glossary(root: Path, languages: Iterable[str], faults: list[Unreadable]) -> GlossaryFile:
    """What can be read of it. A folder without `glossary.yml` simply explains no words."""
    nothing = GlossaryFile(Glossary(), YamlDocument(GLOSSARY, "", {}))
    if not (root / GLOSSARY).is_file():
        return nothing
    return attempt(faults, lambda: _glossary(root, tuple(languages))) or nothing


def _glossary(root: Path, languages: tuple[str, ...]) -> GlossaryFile:
    form = parse_yaml(read_text(root, GLOSSARY), GLOSSARY)
    top = form.entry()
    top.allow("language", TERMS)
    language = top.required("language")
    if language not in languages:
        mend = f"Write one of: {', '.join(languages)}."
        raise top.unreadable("language", f"“{language}” is not a language of the content.", mend)
    entries = Entry.at(form, (TERMS,), top.tree.get(TERMS, "")).children()
    return GlossaryFile(Glossary(language, {key: _term(key, entry, languages) for key, entry in entries.items()}), form)


def _term(term_id: str, entry: Entry, languages: tuple[str, ...]) -> Term:
    if not _TERM_ID.fullmatch(term_id):
        mend = "Use small letters a–z, digits and single hyphens."
        raise entry.unreadable(None, f"“{term_id}” can't be the id of a term.", mend)
    entry.allow("term", "topic", "review", "also", "sound", "literal", "plain", "aliases")
    return Term(
        id=term_id,
        name=entry.required("term"),
        topic=entry.text("topic") or None,
        review=entry.text("review") or DRAFT,
        also=entry.texts("also"),
        sound=_by_language(entry, "sound", languages),
        literal=_by_language(entry, "literal", languages),
        plain=_by_language(entry, "plain", languages),
        aliases=entry.texts("aliases"),
    )


def _by_language(entry: Entry, key: str, languages: tuple[str, ...]) -> Mapping[str, str]:
    texts = Entry.at(entry.document, (*entry.where, key), entry.tree.get(key, ""))
    texts.allow(*languages)
    return {code: text for code in languages if (text := texts.text(code))}
