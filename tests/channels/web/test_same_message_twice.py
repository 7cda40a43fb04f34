"""A client that isn't sure whether its message arrived sends it again: nothing may happen twice."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.channels.web.talk import Talk
from tests.conversations.simultaneous import at_once

TWICE = "Who pays my health insurance?"


def sent(talk: Talk) -> list[str]:
    return [message["client_id"] for message in talk.messages() if message["author"] == "client"]


def test_the_same_client_id_brings_the_identical_answer_and_nothing_happens_again(talk: Talk) -> None:
    first = talk.post(text=TWICE, client_id="one")
    before = talk.messages()
    again = talk.post(text=TWICE, client_id="one")
    assert (again.status_code, again.json()) == (200, first.json())
    assert talk.post(text="another text", client_id="one").json() == first.json()
    assert talk.messages() == before
    turns = [event for event in talk.export()["tracker_events"] if event["event"] == "user"]
    assert len(turns) == 1


def test_a_pressed_button_sent_again_brings_the_identical_answer(talk: Talk) -> None:
    choice = talk.welcome[0]["choices"][0]["id"]
    first, again = (talk.post(choice=choice, client_id="press").json() for _ in range(2))
    assert first == again and len(talk.messages()) == 3


def test_the_same_client_id_many_times_at_once_is_one_turn(talk: Talk) -> None:
    answers = at_once([partial(talk.post, text=TWICE, client_id="once")] * 8)
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sent(talk) == ["once"] and len(talk.messages()) == 3


def test_another_conversation_may_use_the_same_client_id(talk: Talk) -> None:
    other = Talk.begin(talk.http)
    mine, theirs = talk.say("hello", client_id="1"), other.say(TWICE, client_id="1")
    assert theirs[0]["topic"] == "health-insurance" and mine[0]["topic"] is None
    assert len(talk.messages()) == len(other.messages()) == 3


def test_messages_sent_at_once_are_all_answered_one_after_another(talk: Talk) -> None:
    ids = [f"m{number}" for number in range(6)]
    with ThreadPoolExecutor(len(ids)) as pool:
        list(pool.map(lambda one: talk.say(TWICE, client_id=one), ids))
    assert sorted(sent(talk)) == ids
    assert len(talk.messages()) == 1 + 2 * len(ids)
