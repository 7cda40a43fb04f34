"""What all actions share: the services they call, and the language of the person they speak to."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.knowledge.speech import Rendered, Speech


class SpeakingAction(Action):  # type: ignore[misc]
    """An action that answers. `name` is the one in `bot/engine/domain.yml`."""

    action_name: str

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def name(self) -> str:
        return self.action_name


def language_of(tracker: Tracker) -> str:
    """The language this turn is answered in, as the engine settled it."""
    return spoken_in(tracker.latest_message)


def spoken_in(latest_message: Mapping[str, Any]) -> str:
    """The settled language of a message; in `prepazka rasa shell` nobody settles it: what the pipeline found counts."""
    metadata = latest_message.get("metadata") or {}
    return str(metadata.get("language") or latest_message.get("language") or "")


def entity(tracker: Tracker, name: str) -> str | None:
    """The first value of an entity in the latest message."""
    value = next(tracker.get_latest_entity_values(name), None)
    return None if value is None else str(value)


def utter(dispatcher: CollectingDispatcher, rendered: Rendered) -> list[dict[str, Any]]:
    """Say it; returns the (empty) list of events that an action must return."""
    dispatcher.utter_message(
        text=rendered["text"], buttons=rendered["buttons"], json_message=rendered.get("custom") or {}
    )
    return []
