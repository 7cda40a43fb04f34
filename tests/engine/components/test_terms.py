"""What the term finder adds to a message that the classifier has read; no model is needed for it."""

from dataclasses import replace
from typing import Any, cast

import pytest
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.components.base import REPAIRED
from bot.engine.components.terms import TermFinder
from bot.engine.components.understood import UNDERSTANDING
from bot.engine.importer import RISK


@pytest.fixture(scope="module")
def finder() -> TermFinder:
    return TermFinder({}, cast(ModelStorage, None), Resource("terms"))


def read(finder: TermFinder, text: str, outcome: str = "fallback", **more: Any) -> Message:
    """A message that the classifier took for a question about retraining, more or less surely."""
    topics = [
        {"label": topic, "probability": p}
        for topic, p in (("retraining", 0.4), ("find-office", 0.3), ("blue-card", 0.1))
    ]
    understanding = {
        "outcome": outcome, "intent": "ask_topic", "topic": "retraining", "probability": 0.4, "topics": topics,
        "facet": "who", "also": "find-office",
    }  # fmt: skip
    said = [("topic", "retraining"), ("facet", "who"), ("also", "find-office"), ("language", "vi")]
    entities = [{"entity": name, "value": value} for name, value in said]
    data = {TEXT: text, INTENT: {"name": "nlu_fallback", "confidence": 0.4}, ENTITIES: entities}
    message = Message(data | {UNDERSTANDING: understanding} | more)
    finder.process([message])
    return message


def entities(message: Message) -> dict[str, str]:
    return {entity["entity"]: entity["value"] for entity in message.get(ENTITIES)}


def test_who_asks_for_a_meaning_is_told_it_and_the_topic_of_the_word_goes_first(finder: TermFinder) -> None:
    message = read(finder, "що таке OBZP?")

    assert message.get(INTENT) == {"name": "ask_term", "confidence": 1.0}
    assert entities(message) == {"term": "obzp", "topic": "health-insurance", "language": "vi"}
    understanding = message.get(UNDERSTANDING)
    assert (understanding["outcome"], understanding["topic"]) == ("answer", "health-insurance")
    assert (understanding["facet"], understanding["also"]) == (None, None)
    assert [item["label"] for item in understanding["topics"]] == ["health-insurance", "retraining", "find-office"]
    likelihoods = [item["probability"] for item in understanding["topics"]]
    assert likelihoods == sorted(likelihoods, reverse=True)


def test_a_topic_that_was_understood_already_stands_there_once(finder: TermFinder) -> None:
    topics = read(finder, "co je rekvalifikace").get(UNDERSTANDING)["topics"]

    assert [item["label"] for item in topics] == ["retraining", "find-office", "blue-card"]


def test_a_word_in_another_question_changes_nothing_but_is_known(finder: TermFinder) -> None:
    message = read(finder, "ztratil se mi zápočtový list")

    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert message.get(UNDERSTANDING)["topic"] == "retraining"
    assert entities(message) == {
        "topic": "retraining", "facet": "who", "also": "find-office", "language": "vi", "term": "zapoctovy-list",
    }  # fmt: skip


def test_without_a_word_of_the_office_nothing_is_added(finder: TermFinder) -> None:
    assert "term" not in entities(read(finder, "co je nového"))


def test_the_repaired_text_is_read_too(finder: TermFinder) -> None:
    message = read(finder, "shto take evydents", **{REPAIRED: "що таке евіденц"})

    assert (message.get(INTENT)["name"], entities(message)["term"]) == ("ask_term", "evidence-uchazecu")


def test_danger_is_more_important_than_a_word(finder: TermFinder) -> None:
    message = read(finder, "co je OBZP", **{RISK: "violence"})

    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert entities(message)["term"] == "obzp"


def test_a_word_without_a_topic_is_explained_without_one(finder: TermFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "_terms", {"obzp": replace(finder._terms["obzp"], topic=None)})

    message = read(finder, "co je OBZP")

    assert message.get(INTENT)["name"] == "ask_term"
    assert (message.get(UNDERSTANDING)["outcome"], message.get(UNDERSTANDING)["topic"]) == ("fallback", "retraining")
    assert entities(message) == {"language": "vi", "term": "obzp"}
