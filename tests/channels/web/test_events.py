"""Server-sent events: every view hears everything, once, also after its line broke."""

import time

import httpx

from tests.channels.web.conftest import Refused
from tests.channels.web.talk import Event, Talk, read_until


def test_a_view_receives_the_welcome_and_then_each_message_as_it_comes(talk: Talk) -> None:
    with talk.events() as stream:
        assert next(stream).message == talk.welcome[0]
        started = time.monotonic()
        [reply] = talk.say("hello", client_id="mine")
        heard = [event.message for event in read_until(stream, reply["id"])]
        assert time.monotonic() - started < 10, "it came by waking up at intervals, not by being told"
    assert heard == talk.messages(after=talk.welcome[0]["id"])
    assert [message["author"] for message in heard] == ["client", "assistant"]
    assert heard[0]["client_id"] == "mine"


def test_two_views_of_one_conversation_both_receive(talk: Talk) -> None:
    with talk.events() as phone, talk.events() as desk:
        [reply] = talk.say("hello")
        assert read_until(phone, reply["id"]) == read_until(desk, reply["id"])


def test_a_broken_line_resumes_without_loss_or_doubling(talk: Talk) -> None:
    heard: list[Event] = []
    for number in range(5):
        last = str(heard[-1].id) if heard else ""
        talk.say("said while nobody listens", client_id=f"before-{number}")
        with talk.events(**{"Last-Event-ID": last}) as stream:
            [reply] = talk.say("hello", client_id=f"during-{number}")
            heard += read_until(stream, reply["id"])
    assert [event.message for event in heard] == talk.messages()


def test_a_line_that_breaks_between_two_messages_of_a_turn_misses_neither(talk: Talk) -> None:
    talk.say("hello")
    everything = talk.messages()
    for number, message in enumerate(everything[:-1]):
        with talk.events(**{"Last-Event-ID": str(message["id"])}) as stream:
            rest = read_until(stream, everything[-1]["id"])
        assert [event.message for event in rest] == everything[number + 1 :]


def test_a_last_event_id_that_is_no_id_begins_at_the_beginning(talk: Talk) -> None:
    for nonsense in ("x", "-5", "1.5", "9" * 30, ""):
        with talk.events(**{"Last-Event-ID": nonsense}) as stream:
            assert next(stream).message == talk.welcome[0]


def test_a_view_never_hears_another_conversation(talk: Talk) -> None:
    other = Talk.begin(talk.http)
    with talk.events() as stream:
        other.say("hello")
        [reply] = talk.say("hello")
        heard = read_until(stream, reply["id"])
    assert [event.message for event in heard] == talk.messages()


def test_the_stream_opens_only_with_the_conversations_own_token(
    talk: Talk, http: httpx.Client, refused: Refused
) -> None:
    refused(http.get(f"{talk.path}/events"), 401, "not_authorised")
    refused(talk.request("GET", "/events", headers=Talk.begin(http).headers), 404, "conversation_not_found")
