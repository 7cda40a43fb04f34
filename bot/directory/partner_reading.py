"""From `partners.yml` to `Partner`s and the kinds of help; strict, with the line of every fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.directory.hours import fact_named
from bot.directory.model import Partner
from bot.directory.reading import ORIGIN_KEYS, by_id, child, id_of, origin_of, sound_id
from bot.knowledge.yaml_document import Entry, YamlDocument, parse_yaml, read_text

PARTNERS = "partners.yml"


@dataclass(frozen=True)
class PartnerFile:
    """The whole file; `kinds` are the topics of each kind of help, `urgent` the kinds where an emergency is likely."""

    document: YamlDocument
    kinds: Mapping[str, tuple[str, ...]]
    urgent: tuple[str, ...]
    partners: dict[str, Partner]


def read_partners(root: Path) -> PartnerFile:
    """Raises `Unreadable` when the file is missing or anything in it has a wrong shape."""
    document = parse_yaml(read_text(root, PARTNERS), PARTNERS)
    top = document.entry()
    top.allow("kinds", "urgent", "partners")
    kinds = child(top, "kinds")
    partners: dict[str, Partner] = {}
    for entry in top.entries("partners"):
        partner = _partner(entry)
        partners = by_id(entry, "id", partners, partner.id, partner)
    by_kind = {sound_id(kinds, kind, kind): kinds.texts(kind) for kind in kinds.tree}
    return PartnerFile(document, by_kind, top.texts("urgent"), partners)


def _partner(entry: Entry) -> Partner:
    entry.allow("id", "name", "names", "kinds", "regions", "languages", "services", "contacts", "at", *ORIGIN_KEYS)
    names = child(entry, "names")
    return Partner(
        id=id_of(entry),
        name=entry.required("name"),
        names={language: names.required(language) for language in names.tree},
        kinds=entry.texts("kinds"),
        regions=entry.texts("regions"),
        languages=entry.texts("languages"),
        services=entry.texts("services"),
        contacts=tuple(_contact(entry, text) for text in entry.texts("contacts")),
        at=entry.text("at") or None,
        origin=origin_of(entry),
    )


def _contact(entry: Entry, text: str) -> str:
    if fact := fact_named(text):
        return fact
    mend = "Put it into facts.yml and write the fact's name here: “{la-strada-phone}”."
    raise entry.unreadable("contacts", f"“{text}” is not the name of a fact.", mend)
