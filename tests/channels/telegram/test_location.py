"""A location that a person shares in Telegram."""

import pytest

from bot.channels.telegram.rendering import render
from bot.conversations.model import Message
from bot.knowledge.content import Content
from tests.channels.telegram.conftest import OKSANA, Program, RunningChannel
from tests.channels.telegram.people import Person, begin
from tests.channels.telegram.test_rendering import MESSAGE
from tests.conversations.responders import EchoResponder

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_a_shared_location_asks_for_the_office_near_it(
    channel: RunningChannel, oksana: Person, responder: EchoResponder, program: Program
) -> None:
    begin(oksana)
    oksana.sends(location={"latitude": 49.195123, "longitude": 16.608456})
    said = program.content.phrases.say("uk", "page.near_me")
    assert oksana.reads_texts(2) == [f"echo {said}", "more?"]
    chosen = responder.turns[-1].choice
    assert chosen is not None
    assert (chosen.intent, chosen.entities) == ("ask_topic", {"topic": "find-office", "location": "49.20,16.61"})


def test_the_exact_location_isnt_kept(channel: RunningChannel, oksana: Person, program: Program) -> None:
    begin(oksana)
    oksana.sends(location={"latitude": 49.195123, "longitude": 16.608456})
    oksana.reads(2)
    conversation = program.conversations.conversation_for("telegram", str(OKSANA))
    assert conversation is not None
    held = str(program.conversations.export(conversation))
    assert "49.20,16.61" in held and "195" not in held.replace(conversation.id, "")


def test_where_a_location_helps_the_way_to_share_it_is_told(content: Content) -> None:
    near: Message = MESSAGE.__class__(**{**MESSAGE.__dict__, "card": {"kind": "answer", "near_me": True}})
    (piece,) = render(near, content)
    assert content.phrases.say("uk", "telegram.share_location") in piece.text
    (plain,) = render(MESSAGE, content)
    assert content.phrases.say("uk", "telegram.share_location") not in plain.text
