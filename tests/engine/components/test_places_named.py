"""What the place finder adds to a message that the classifier has read; no model is needed for it."""

from typing import Any, cast

import pytest
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.components.base import REPAIRED
from bot.engine.components.places_named import PlacesNamed
from bot.engine.components.understood import UNDERSTANDING
from bot.engine.importer import RISK


@pytest.fixture(scope="module")
def finder() -> PlacesNamed:
    return PlacesNamed({}, cast(ModelStorage, None), Resource("places"))


GUESSES = (("retraining", 0.4), ("blue-card", 0.2))


def read(finder: PlacesNamed, text: str, guesses: tuple[tuple[str, float], ...] = GUESSES, **more: Any) -> Message:
    """A message that the classifier took for a question about retraining, not surely."""
    topics = [{"label": topic, "probability": p} for topic, p in guesses]
    understanding = {
        "outcome": "clarify", "intent": "ask_topic", "topic": "retraining", "probability": 0.4, "topics": topics,
        "facet": "who", "also": "blue-card",
    }  # fmt: skip
    entities = [{"entity": "topic", "value": "retraining"}, {"entity": "language", "value": "vi"}]
    data = {TEXT: text, INTENT: {"name": "clarify", "confidence": 0.4}, ENTITIES: entities}
    message = Message(data | {UNDERSTANDING: understanding} | more)
    finder.process([message])
    return message


def entities(message: Message) -> list[tuple[str, str]]:
    return [(entity["entity"], entity["value"]) for entity in message.get(ENTITIES)]


@pytest.mark.parametrize("text", ["Brno", "602 00", "а в Брно?", "úřad práce Brno"])
def test_a_place_alone_asks_for_the_office_there(finder: PlacesNamed, text: str) -> None:
    message = read(finder, text)

    assert message.get(INTENT) == {"name": "ask_topic", "confidence": 1.0}
    assert entities(message) == [("language", "vi"), ("topic", "find-office"), ("office_place", "brno")]
    understanding = message.get(UNDERSTANDING)
    assert (understanding["topic"], understanding["outcome"], understanding["probability"]) == (
        "find-office",
        "answer",
        1.0,
    )
    assert [item["label"] for item in understanding["topics"]] == ["find-office", "retraining"]
    assert (understanding["facet"], understanding["also"]) == (None, None)


def test_as_many_topics_are_told_when_the_office_was_among_them(finder: PlacesNamed) -> None:
    guesses = (("retraining", 0.4), ("find-office", 0.3), ("blue-card", 0.2))

    topics = read(finder, "Brno", guesses).get(UNDERSTANDING)["topics"]

    assert [item["label"] for item in topics] == ["find-office", "retraining", "blue-card"]


def test_a_place_in_a_question_is_only_noted(finder: PlacesNamed) -> None:
    message = read(finder, "rekvalifikace v Brně")

    assert message.get(INTENT)["name"] == "clarify"
    assert message.get(UNDERSTANDING)["topic"] == "retraining"
    assert entities(message)[-1] == ("office_place", "brno")


def test_all_places_are_noted_in_order(finder: PlacesNamed) -> None:
    message = read(finder, "I moved from Brno to Olomouc, which office now")

    assert entities(message)[-2:] == [("office_place", "brno"), ("office_place", "olomouc")]


def test_a_postcode_that_isnt_known_goes_along(finder: PlacesNamed) -> None:
    assert entities(read(finder, "279 01"))[-2:] == [("office_place", "melnik"), ("postcode", "27901")]


def test_danger_goes_before_a_place(finder: PlacesNamed) -> None:
    message = read(finder, "Brno", **{RISK: "violence"})

    assert message.get(INTENT)["name"] == "clarify"


def test_a_name_that_the_mending_found_counts_too(finder: PlacesNamed) -> None:
    assert ("office_place", "olomouc") in entities(read(finder, "olomuoc", **{REPAIRED: "Olomouc"}))


@pytest.mark.parametrize("text", ["", "?", "how much is the benefit"])
def test_without_a_place_nothing_changes(finder: PlacesNamed, text: str) -> None:
    message = read(finder, text)

    assert entities(message) == [("topic", "retraining"), ("language", "vi")]
    assert message.get(INTENT)["name"] == "clarify"
