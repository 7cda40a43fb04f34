import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.serving import run_telegram
from bot.conversations.live import LocalLiveEvents
from bot.errors import SettingsError
from bot.settings import Settings
from tests.channels.telegram.conftest import Program
from tests.channels.telegram.people import Person

pytestmark = pytest.mark.timeout(60)
WRONG_TOKEN = "4839574812:wrong"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


class WholeProgram(Program):
    """With the little that `run_telegram` takes care of beside the channel."""

    live = LocalLiveEvents()
    closed = False

    def refresh(self) -> bool:
        return False

    def purge(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def whole(program: Program) -> Any:
    return WholeProgram(program.content, program.conversations, program.database)


@pytest.fixture
def signals() -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def test_it_serves_until_a_signal_and_closes_the_services(
    whole: Any, settings: Settings, oksana: Person, signals: None
) -> None:
    heard: list[str] = []

    def visit() -> None:
        try:
            oksana.says("/start")
            heard.extend(oksana.reads_texts(1))
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    visitor = threading.Thread(target=visit)
    visitor.start()
    run_telegram(whole, settings)
    visitor.join(10)
    assert heard == ["welcome uk"]
    assert whole.closed


def test_a_token_that_telegram_refuses_ends_it_and_is_not_repeated(
    whole: Any, settings: Settings, signals: None
) -> None:
    settings.telegram_bot_token = WRONG_TOKEN
    with pytest.raises(SettingsError, match="refuses") as failure:
        run_telegram(whole, settings)
    assert WRONG_TOKEN not in str(failure.value)
    assert whole.closed


def test_without_a_token_there_is_no_channel(whole: Any, settings: Settings) -> None:
    settings.telegram_bot_token = ""
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        TelegramChannel(whole, settings)


def test_a_stroke_at_the_end_of_the_address_does_no_harm(whole: Any, settings: Settings) -> None:
    plain = TelegramChannel(whole, settings)
    settings.telegram_api_url += "/"
    assert TelegramChannel(whole, settings)._bot.base_url == plain._bot.base_url
