"""Two processes on one PostgreSQL and one Redis are one service."""

from functools import partial

import pytest

from tests.channels.web.conftest import StartTwo
from tests.channels.web.talk import Talk, read_until
from tests.conversations.simultaneous import at_once


@pytest.mark.xdist_group("web servers")
def test_two_replicas_are_one_service(start_two: StartTwo, postgres_url: str, redis_url: str) -> None:
    shared = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    one, other = start_two(shared, shared)
    here = Talk.begin(one)
    _what_one_hears_the_other_tells(here, here.at(other))
    _the_same_message_to_both_is_one_turn(here, here.at(other))


def _what_one_hears_the_other_tells(here: Talk, there: Talk) -> None:
    with there.events() as stream:
        assert next(stream).message == here.welcome[0]
        [warm] = here.say("hello")
        read_until(stream, warm["id"])
        [reply] = here.say("Who pays my health insurance?")
        assert read_until(stream, reply["id"])[-1].message == reply
    assert here.messages() == there.messages()


def _the_same_message_to_both_is_one_turn(here: Talk, there: Talk) -> None:
    before = len(here.messages())
    for round_ in range(5):
        doors = [partial(talk.post, text="hello", client_id=f"both-{round_}") for talk in (here, there) * 2]
        answers = at_once(doors)
        assert {answer.status_code for answer in answers} == {200}
        assert all(answer.json() == answers[0].json() for answer in answers)
    assert len(here.messages()) == before + 2 * 5
