"""Replies about the directory in the form in which `bot.knowledge.speech` makes all others."""

from typing import Any
from urllib.parse import urlsplit

from bot.directory.model import Origin
from bot.knowledge.speech import OFFICE_TOPIC, Button, Rendered

Source = dict[str, Any]


def message(
    text: str, language: str, buttons: list[Button], card: dict[str, Any], sources: list[Source], topic: str | None
) -> Rendered:
    """A reply with a card (`kind` and what the channel shows of it) and where it was read."""
    custom = {"language": language, "topic": topic, "card": card, "sources": sources}
    return {"text": text, "buttons": buttons, "custom": custom}


def office_message(
    text: str, language: str, buttons: list[Button], card: dict[str, Any], sources: list[Source]
) -> Rendered:
    """A reply that belongs to the topic of offices, so that a follow-up stays with it."""
    return message(text, language, buttons, card, sources, OFFICE_TOPIC)


def source_of(origin: Origin, name: str) -> list[Source]:
    """Where an entry was read; nothing without the day on which it was. `name` has a place `{source}`."""
    if origin.checked is None:
        return []
    host = urlsplit(origin.source).hostname if origin.source.startswith("http") else None
    title = name.replace("{source}", host or origin.source)
    return [{"title": title, "url": origin.source if host else None, "checked": origin.checked.isoformat()}]
