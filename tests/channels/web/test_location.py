"""A shared location over HTTP: checked, rounded before anything is stored, and never in a log."""

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.knowledge.content import Content
from bot.storage.database import Database
from tests.channels.web.in_process import client_of, runtime_around
from tests.channels.web.talk import Talk
from tests.conversations.responders import EchoResponder

HERE = {"latitude": 49.195123, "longitude": 16.608456}


@pytest.fixture
def responder() -> EchoResponder:
    return EchoResponder()


@pytest.fixture
def talk(sqlite_url: str, content: Content, responder: EchoResponder) -> Iterator[Talk]:
    database = Database(sqlite_url)
    yield Talk.begin(client_of(runtime_around(database, responder, content)), "uk")
    database.close()


def test_a_location_asks_for_the_office_near_it(talk: Talk, responder: EchoResponder, content: Content) -> None:
    response = talk.post(location=HERE)
    assert response.status_code == 200, response.text
    chosen = responder.turns[-1].choice
    assert chosen is not None and chosen.intent == "ask_topic"
    assert chosen.entities == {"topic": "find-office", "location": "49.20,16.61"}
    assert talk.messages()[1]["text"] == content.phrases.say("uk", "page.near_me")


def test_only_the_rounded_location_is_kept(talk: Talk) -> None:
    with capture_logs() as logged:
        talk.post(location=HERE)
    held = str(talk.export())
    assert "49.20,16.61" in held
    for digits in ("49.195", "16.608", "195123"):
        assert digits not in held and digits not in str(logged)


def test_the_same_location_twice_is_answered_once(talk: Talk, responder: EchoResponder) -> None:
    first = talk.post(location=HERE, client_id="here")
    again = talk.post(location={"latitude": 1, "longitude": 1}, client_id="here")
    assert first.json() == again.json()
    assert len(responder.turns) == 1


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"location": {"latitude": 90.1, "longitude": 0}}, ["location.latitude"]),
        ({"location": {"latitude": 0, "longitude": -180.5}}, ["location.longitude"]),
        ({"location": {"latitude": "north", "longitude": 0}}, ["location.latitude"]),
        ({"location": {"latitude": 50}}, ["location.longitude"]),
        ({"location": {"latitude": 50, "longitude": 14, "altitude": 3}}, ["body"]),
        ({"location": {"latitude": 50, "longitude": 14}, "text": "here"}, ["body"]),
        ({}, ["body"]),
    ],
)
def test_what_isnt_a_location_is_refused(
    talk: Talk, responder: EchoResponder, body: dict[str, Any], fields: list[str]
) -> None:
    response = talk.post(**body)
    assert response.status_code == 422
    assert (response.json()["code"], response.json()["fields"]) == ("invalid_input", fields)
    assert responder.turns == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(talk: Talk, number: str) -> None:
    body = f'{{"client_id": "x", "location": {{"latitude": {number}, "longitude": 0}}}}'
    response = talk.request("POST", "/messages", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
