"""The tracker store of one turn: it reads what the conversation knows, and hands over what the turn added.

The events are saved by `bot.conversations` in the same transaction as the replies, so that a killed process leaves
either both or neither. Nothing is swallowed here: when the database fails, the turn fails.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.rasa_events import event_from

StoredEvent = Mapping[str, Any]


class TurnTrackerStore(TrackerStore):  # type: ignore[misc]
    """Holds the trackers of turns under way, by conversation id. Used only on the agent's own event loop."""

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        self._stored: dict[str, Sequence[StoredEvent]] = {}
        self._trackers: dict[str, DialogueStateTracker] = {}

    def begin(self, sender_id: str, events: Sequence[StoredEvent]) -> None:
        """Start a turn of a conversation from its stored events (those of the present Rasa session)."""
        self._stored[sender_id] = events

    def finish(self, sender_id: str) -> list[dict[str, Any]]:
        """End the turn: the events it added, oldest first, ready to be stored."""
        stored = self._stored.pop(sender_id)
        tracker = self._trackers.pop(sender_id, None)
        events = list(tracker.events)[len(stored) :] if tracker is not None else []
        return [event.as_dict() for event in events]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        if sender_id in self._trackers:
            return self._trackers[sender_id]
        stored = self._stored.get(sender_id)
        if not stored:
            return None
        return DialogueStateTracker.from_events(
            sender_id, [event_from(event) for event in stored], self.domain.slots, domain=self.domain
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._trackers[tracker.sender_id] = tracker

    async def keys(self) -> Iterable[str]:
        return self._stored.keys()
