import asyncio
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.importer import KnowledgeImporter
from bot.engine.rasa_events import event_from
from bot.engine.tracker import TurnTrackerStore

EVENTS = (
    ActionExecuted("action_session_start"),
    SessionStarted(),
    ActionExecuted("action_listen"),
    UserUttered("Kolik?", {"name": "ask_topic", "confidence": 0.9}, [{"entity": "topic", "value": "retraining"}]),
    SlotSet("topic", "retraining"),
    BotUttered("Tolik.", {"custom": {"language": "cs"}, "buttons": [{"title": "Dál", "payload": "/help"}]}),
    ActionExecuted("action_listen"),
)
STORED = [event.as_dict() for event in EVENTS]


@pytest.fixture
def store() -> TurnTrackerStore:
    return TurnTrackerStore(KnowledgeImporter().get_domain())


def turn(store: TurnTrackerStore, stored: list[dict[str, Any]], *new: Event) -> list[dict[str, Any]]:
    """What Rasa does with the store in one turn."""

    async def run() -> None:
        tracker = await store.get_or_create_tracker("c1")
        for event in new:
            tracker.update(event)
        await store.save(tracker)

    store.begin("c1", stored)
    asyncio.run(run())
    return store.finish("c1")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type_name)
def test_an_event_comes_back_from_its_stored_form(event: Event) -> None:
    assert event_from(event.as_dict()) == event


def test_an_event_that_rasa_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="carrier_pigeon"):
        event_from({"event": "carrier_pigeon"})


def test_the_tracker_knows_what_was_stored(store: TurnTrackerStore) -> None:
    store.begin("c1", STORED)

    tracker = asyncio.run(store.retrieve("c1"))

    assert tracker is not None
    assert tracker.get_slot("topic") == "retraining"
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "Kolik?"
    assert [event.type_name for event in tracker.events] == [event.type_name for event in EVENTS]


def test_only_the_events_of_the_turn_are_handed_over_oldest_first(store: TurnTrackerStore) -> None:
    new = turn(store, STORED, UserUttered("Díky"), BotUttered("Není zač."))

    assert [(event["event"], event["text"]) for event in new] == [("user", "Díky"), ("bot", "Není zač.")]


def test_the_events_of_two_turns_together_are_the_whole_conversation(store: TurnTrackerStore) -> None:
    first = turn(store, STORED, UserUttered("a"))
    second = turn(store, [*STORED, *first], UserUttered("b"), SlotSet("topic", "find-office"))

    assert [event["event"] for event in [*first, *second]] == ["user", "user", "slot"]


def test_a_new_conversation_starts_empty(store: TurnTrackerStore) -> None:
    assert [event["event"] for event in turn(store, [], UserUttered("Ahoj"))][-1] == "user"


def test_a_finished_turn_leaves_nothing_in_memory(store: TurnTrackerStore) -> None:
    turn(store, STORED, UserUttered("a"))

    assert list(asyncio.run(store.keys())) == []
    assert asyncio.run(store.retrieve("c1")) is None


def test_a_turn_in_which_nothing_was_saved_adds_nothing(store: TurnTrackerStore) -> None:
    store.begin("c1", STORED)

    assert store.finish("c1") == []


def test_conversations_do_not_see_each_other(store: TurnTrackerStore) -> None:
    store.begin("c1", STORED)
    store.begin("c2", [])

    async def trackers() -> tuple[DialogueStateTracker | None, DialogueStateTracker | None]:
        return await store.retrieve("c1"), await store.retrieve("c2")

    first, second = asyncio.run(trackers())
    assert first is not None
    assert second is None


def test_damaged_stored_events_fail_the_turn_loudly(store: TurnTrackerStore) -> None:
    with pytest.raises(KeyError):
        turn(store, [*STORED, {"kind": "?"}])
