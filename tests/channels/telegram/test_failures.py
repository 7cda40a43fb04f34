"""When Telegram, or the way to it, fails."""

from collections.abc import Callable

import pytest

from tests.channels.telegram.bot_api import BotApi, ConnectionLost, Refused
from tests.channels.telegram.conftest import OKSANA, RunningChannel
from tests.channels.telegram.people import Person, begin, wait_until
from tests.conversations.responders import EchoResponder

ANSWER = ["echo hello", "more?"]
pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_a_person_who_blocked_the_bot_is_not_tried_for_ever(
    channel: RunningChannel, oksana: Person, api: BotApi
) -> None:
    begin(oksana)
    api.blocked_by.add(OKSANA)
    oksana.says("hello")
    wait_until(lambda: api.count("sendMessage") == 3, "two refused messages")
    api.blocked_by.clear()
    oksana.reads_no_more()
    oksana.says("again")
    assert oksana.reads_texts(2) == ["echo again", "more?"]


def test_telegrams_wish_to_wait_is_granted(channel: RunningChannel, oksana: Person, api: BotApi) -> None:
    begin(oksana)
    api.trouble("sendMessage", Refused(429, "Too Many Requests: retry after 1", retry_after=1))
    oksana.says("hello")
    wait_until(lambda: api.count("sendMessage") == 2, "the refused attempt")
    oksana.reads_no_more(0.5)
    assert oksana.reads_texts(2) == ANSWER


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "sendMessage"])
def test_a_failing_telegram_is_tried_again(
    run: Callable[[], RunningChannel], oksana: Person, api: BotApi, method: str
) -> None:
    api.trouble(method, Refused(502, "Bad Gateway"))
    run()
    oksana.says("/start")
    assert oksana.reads_texts(1) == ["welcome uk"]
    oksana.reads_no_more()


def test_an_answer_of_telegram_that_got_lost_loses_no_update(
    run: Callable[[], RunningChannel], oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    api.trouble("getUpdates", ConnectionLost())
    oksana.says("hello")
    run()
    assert oksana.reads_texts(3) == ["welcome uk", *ANSWER]
    oksana.reads_no_more()
    assert responder.texts() == ["hello"]


def test_an_update_without_anything_we_know_is_confirmed_and_passed_over(
    channel: RunningChannel, oksana: Person, api: BotApi
) -> None:
    api.push(purchased_paid_media={"from": {"id": 1, "is_bot": False, "first_name": "N"}, "paid_media_payload": "p"})
    begin(oksana)
    wait_until(lambda: api.kept_updates == [], "the confirmation")
