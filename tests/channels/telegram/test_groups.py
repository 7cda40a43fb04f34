"""The counter speaks with one person at a time: in a group others would read along."""

import pytest

from bot.knowledge.content import Content
from tests.channels.telegram.bot_api import BotApi
from tests.channels.telegram.conftest import Program, RunningChannel
from tests.channels.telegram.people import Person, wait_until
from tests.conversations.responders import EchoResponder

pytestmark = pytest.mark.timeout(60)

GROUP = -1001234567890


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_a_group_is_left_with_a_sentence_when_the_bot_is_taken_in(
    channel: RunningChannel, oksana: Person, api: BotApi, content: Content
) -> None:
    oksana.takes_the_bot_into(GROUP)
    wait_until(lambda: api.left == [GROUP], "leaving")
    assert [(sent.chat_id, sent.text) for sent in api.sent] == [
        (GROUP, content.phrases.say("uk", "telegram.private_only"))
    ]


def test_a_text_in_a_group_is_not_answered(
    channel: RunningChannel, oksana: Person, api: BotApi, program: Program, responder: EchoResponder
) -> None:
    oksana.sends({"id": GROUP, "type": "group", "title": "Secret group"}, text="hello")
    wait_until(lambda: api.left == [GROUP], "leaving")
    assert (len(api.sent), responder.turns) == (1, [])
    assert program.conversations.conversation_for("telegram", str(GROUP)) is None
