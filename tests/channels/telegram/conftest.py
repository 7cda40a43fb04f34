import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.channels.telegram import delivery
from bot.channels.telegram.channel import TelegramChannel
from bot.conversations.live import LocalLiveEvents
from bot.conversations.service import ConversationService
from bot.knowledge.content import Content
from bot.settings import ROOT, Settings
from bot.storage.database import Database
from tests.channels.telegram.bot_api import TOKEN, BotApi, serve
from tests.channels.telegram.people import Person
from tests.conversations.conftest import Hands
from tests.conversations.responders import EchoResponder

OKSANA = 5001


@dataclass
class Program:
    """What the channel needs of the running program, with a small assistant."""

    content: Content
    conversations: ConversationService
    database: Database


class RunningChannel:
    """The channel on an event loop of its own, as a process would run it."""

    def __init__(self, program: Program, settings: Settings) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="channel", daemon=True)
        self._thread.start()
        self.channel = TelegramChannel(program, settings)
        self._wait(self.channel.start())

    def stop(self) -> None:
        """As an operator stops it."""
        self._wait(self.channel.stop())
        self.kill()

    def kill(self) -> None:
        """Nothing of it runs any further, and nothing is tidied up."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def running(self) -> bool:
        return self._loop.is_running()

    def _wait(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)  # type: ignore[arg-type]


@pytest.fixture
def api() -> BotApi:
    return BotApi()


@pytest.fixture
def settings(api: BotApi) -> Iterator[Settings]:
    with serve(api) as address:
        yield Settings.model_construct(
            telegram_bot_token=TOKEN, telegram_api_url=address, messages_per_second=1000, redis_url=""
        )


@pytest.fixture
def responder() -> EchoResponder:
    return EchoResponder()


@pytest.fixture(scope="session")
def content() -> Content:
    return Content.load(ROOT / "knowledge", Hands())


@pytest.fixture
def program(content: Content, database: Database, responder: EchoResponder) -> Program:
    return Program(content, ConversationService(database, responder, Hands(), LocalLiveEvents()), database)


@pytest.fixture
def run(
    program: Program, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], RunningChannel]]:
    """Starts the channel; whatever still runs at the end is stopped."""
    monkeypatch.setattr(delivery, "LOOK_EVERY_SECONDS", 0.05)
    started: list[RunningChannel] = []

    def start() -> RunningChannel:
        started.append(RunningChannel(program, settings))
        return started[-1]

    yield start
    for channel in started:
        with contextlib.suppress(RuntimeError):
            if channel.running:
                channel.stop()


@pytest.fixture
def channel(run: Callable[[], RunningChannel]) -> RunningChannel:
    return run()


@pytest.fixture
def oksana(api: BotApi) -> Person:
    return Person(api, OKSANA)
