"""What the readers of both files share: the origin of an entry, words of a closed list, and yes or no."""

import re
from collections.abc import Mapping

from bot.directory.model import Origin
from bot.knowledge.model import Confidence
from bot.knowledge.yaml_document import Entry

ORIGIN_KEYS = ("source", "checked", "confidence")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def origin_of(entry: Entry) -> Origin:
    """Raises `Unreadable` when source, day or confidence is missing: nothing is told without them."""
    day = entry.day("checked")
    if day is None:
        raise entry.unreadable(None, "It doesn't say when it was checked.", "Add a line “checked: 2026-11-22”.")
    return Origin(entry.required("source"), day, confidence_of(entry))


def confidence_of(entry: Entry) -> Confidence:
    text = entry.required("confidence")
    try:
        return Confidence(text)
    except ValueError as error:
        mend = f"Choose one of: {', '.join(Confidence)}."
        raise entry.unreadable("confidence", f"“{text}” is not a confidence that the program knows.", mend) from error


def id_of(entry: Entry) -> str:
    """The entry's own name, fit for buttons and addresses."""
    return sound_id(entry, "id", entry.required("id"))


def sound_id(entry: Entry, key: str | None, text: str) -> str:
    if _ID.fullmatch(text):
        return text
    mend = "Use small letters a–z, digits and single hyphens."
    raise entry.unreadable(key, f"“{text}” can't be a name here.", mend)


def yes_or_no(entry: Entry, key: str) -> bool:
    text = entry.text(key) or "no"
    if text not in ("yes", "no"):
        raise entry.unreadable(key, f"“{key}” is “{text}”.", "Write yes or no.")
    return text == "yes"


def number_of(entry: Entry, key: str, least: float, most: float) -> float:
    text = entry.required(key)
    try:
        number = float(text)
    except ValueError as error:
        raise entry.unreadable(key, f"“{text}” is not a number.", "Write it as 49.195.") from error
    if not least <= number <= most:
        mend = f"It lies between {least:g} and {most:g}."
        raise entry.unreadable(key, f"“{text}” can't be the {key}.", mend)
    return number


def child(entry: Entry, key: str) -> Entry:
    """The entry below a key; an empty one when it isn't there."""
    return Entry.at(entry.document, (*entry.where, key), entry.tree.get(key, ""))


def by_id[Thing](entry: Entry, key: str, things: Mapping[str, Thing], thing_id: str, thing: Thing) -> dict[str, Thing]:
    """The things with one more. Raises `Unreadable` when there is one of that name already."""
    if thing_id in things:
        raise entry.unreadable(key, f"“{thing_id}” stands here twice.", "Give one of the two another name.")
    return {**things, thing_id: thing}
