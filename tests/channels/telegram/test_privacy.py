"""Neither what people write nor the token comes into the logs, however much is logged."""

import logging
from collections.abc import Callable

import pytest

from tests.channels.telegram.bot_api import TOKEN, BotApi, ConnectionLost, Refused
from tests.channels.telegram.conftest import RunningChannel
from tests.channels.telegram.people import Person, wait_until
from tests.conversations.responders import EchoResponder

SECRETS = (TOKEN, "tajné číslo", "Oksana", "5001")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.mark.timeout(60)
def test_logs_hold_no_token_no_text_and_no_name(
    run: Callable[[], RunningChannel],
    oksana: Person,
    api: BotApi,
    responder: EchoResponder,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    responder.breaks_on["tajné číslo boom"] = ValueError("tajné číslo boom")
    api.trouble("getMe", Refused(502, "Bad Gateway"))
    api.trouble("getUpdates", ConnectionLost())
    api.trouble("sendMessage", Refused(400, "Bad Request: tajné číslo"), ConnectionLost())
    channel = run()
    for text in ("/start", "tajné číslo", "tajné číslo boom", "x" * 5000):
        oksana.says(text)
    wait_until(lambda: len(oksana.texts()) >= 4, "replies")
    channel.stop()
    captured = capfd.readouterr()
    assert "telegram_message_refused" in captured.out and "telegram_not_reached" in captured.out, "something to scan"
    ours = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]  # that is the server
    everything = "\n".join([captured.out, captured.err, *ours])
    assert [secret for secret in SECRETS if secret in everything] == []
