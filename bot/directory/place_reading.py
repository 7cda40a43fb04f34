"""From the `places` of `offices.yml` to `Place`s."""

import re

from bot.directory.distance import Position
from bot.directory.model import Place
from bot.directory.reading import child, number_of, sound_id
from bot.knowledge.yaml_document import Entry

TOWN = "town"
_POSTCODES = re.compile(r"([1-7]\d\d)(?:-([1-7]\d\d))?")


def places_of(entries: Entry) -> dict[str, Place]:
    """All places by id. Raises `Unreadable` at the first with a wrong shape."""
    return {sound_id(entry, None, place_id): _place(place_id, entry) for place_id, entry in entries.children().items()}


def position_of(entry: Entry) -> Position:
    """Raises `Unreadable` for what isn't on the earth."""
    return Position(number_of(entry, "latitude", -90, 90), number_of(entry, "longitude", -180, 180))


def _place(place_id: str, entry: Entry) -> Place:
    entry.allow("name", "region", "latitude", "longitude", "position", "postcodes", "served_by", "names", "also")
    if entry.text("position") != TOWN:
        raise entry.unreadable("position", "“position” must say what is measured to.", f"Write “position: {TOWN}”.")
    names = child(entry, "names")
    return Place(
        id=place_id,
        name=entry.required("name"),
        region=entry.required("region"),
        position=position_of(entry),
        postcodes=tuple(_postcodes(entry, index, text) for index, text in enumerate(entry.texts("postcodes"))),
        served_by=entry.text("served_by") or None,
        names={language: names.texts(language) for language in names.tree},
        also=entry.texts("also"),
    )


def _postcodes(entry: Entry, index: int, text: str) -> tuple[int, int]:
    match = _POSTCODES.fullmatch(text)
    if not match:
        mend = "Write the first three digits, “602” or “600-644”."
        raise entry.unreadable("postcodes", f"“{text}” is no beginning of a postcode.", mend)
    return int(match[1]), int(match[2] or match[1])
