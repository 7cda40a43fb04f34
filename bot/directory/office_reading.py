"""From `offices.yml` to offices, places, and what all offices share; strict, with the line of every fault."""

from dataclasses import dataclass
from pathlib import Path

import holidays

from bot.directory.hours import WEEKDAYS, WeeklyHours, fact_named, parse_spans
from bot.directory.model import Contact, Office, Origin, Place
from bot.directory.place_reading import places_of, position_of
from bot.directory.reading import ORIGIN_KEYS, by_id, child, confidence_of, id_of, origin_of, yes_or_no
from bot.knowledge.model import Kind
from bot.knowledge.yaml_document import Entry, YamlDocument, parse_yaml, read_text

OFFICES = "offices.yml"
PURPOSES = ("employment", "benefits", "job-choice")
"""What a contact may be for; the words are the phrases `office.purpose.<purpose>`."""

_CONTACTS = {"phone": Kind.PHONE, "email": Kind.EMAIL}


@dataclass(frozen=True)
class OfficeFile:
    """The whole file; `document` keeps the lines for the checker."""

    document: YamlDocument
    country: str
    map: str
    hours: WeeklyHours
    offices: dict[str, Office]
    places: dict[str, Place]


def read_offices(root: Path) -> OfficeFile:
    """Raises `Unreadable` when the file is missing or anything in it has a wrong shape."""
    document = parse_yaml(read_text(root, OFFICES), OFFICES)
    top = document.entry()
    top.allow("country", "map", "hours", "offices", "places")
    hours = _hours(child(top, "hours"))
    offices: dict[str, Office] = {}
    for entry in top.entries("offices"):
        office = _office(entry, hours)
        offices = by_id(entry, "id", offices, office.id, office)
    return OfficeFile(document, _country(top), top.required("map"), hours, offices, places_of(child(top, "places")))


def _country(top: Entry) -> str:
    country = top.required("country")
    try:
        holidays.country_holidays(country)
    except NotImplementedError as error:
        mend = "Write its two capital letters, such as CZ."
        raise top.unreadable("country", f"The public holidays of “{country}” are not known.", mend) from error
    return country


def _office(entry: Entry, general: WeeklyHours) -> Office:
    entry.allow("id", "name", "place", "regional_branch", "head_office", "address", "postcode", "contacts", "latitude",
                "longitude", "hours", *ORIGIN_KEYS)  # fmt: skip
    origin = origin_of(entry)
    return Office(
        id=id_of(entry),
        name=entry.required("name"),
        place=entry.required("place"),
        regional_branch=yes_or_no(entry, "regional_branch"),
        head_office=yes_or_no(entry, "head_office"),
        address=entry.text("address") or None,
        postcode=entry.text("postcode") or None,
        contacts=tuple(_contact(contact, origin) for contact in entry.entries("contacts")),
        position=position_of(entry) if "latitude" in entry.tree or "longitude" in entry.tree else None,
        hours=_hours(child(entry, "hours")) if "hours" in entry.tree else general,
        origin=origin,
    )


def _contact(entry: Entry, origin: Origin) -> Contact:
    entry.allow(*_CONTACTS, "for", "confidence")
    kinds = [kind for kind in _CONTACTS if kind in entry.tree]
    if len(kinds) != 1:
        raise entry.unreadable(None, "A contact is one phone or one e-mail.", "Write “- phone: …” or “- email: …”.")
    purpose = entry.text("for") or None
    if purpose and purpose not in PURPOSES:
        raise entry.unreadable("for", f"“{purpose}” is not known here.", f"Known are: {', '.join(PURPOSES)}.")
    confidence = confidence_of(entry) if "confidence" in entry.tree else origin.confidence
    return Contact(_CONTACTS[kinds[0]], entry.required(kinds[0]), purpose, confidence)


def _hours(entry: Entry) -> WeeklyHours:
    entry.allow(*WEEKDAYS, "from", "temporary", *ORIGIN_KEYS)
    origin = origin_of(entry)
    days = {number: _day(entry, name) for number, name in enumerate(WEEKDAYS) if name in entry.tree}
    return WeeklyHours(
        days, entry.day("from"), yes_or_no(entry, "temporary"), origin.source, origin.checked, origin.confidence
    )


def _day(entry: Entry, name: str) -> str:
    text = entry.required(name)
    if fact_named(text) is None:
        try:
            parse_spans(text)
        except ValueError as error:
            mend = "Write 8:00–12:00, 13:00–17:00, or closed, or a fact in curly brackets."
            raise entry.unreadable(name, f"“{text}” are no opening hours.", mend) from error
    return text
