from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversations.live import LocalLiveEvents
from bot.conversations.model import Conversation, Message
from bot.conversations.service import ConversationService
from bot.storage.database import Database
from tests.conversations.responders import EchoResponder


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class RecordingLiveEvents(LocalLiveEvents):
    def __init__(self) -> None:
        super().__init__()
        self.published: list[Message] = []

    def publish(self, message: Message) -> None:
        self.published.append(message)
        super().publish(message)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def responder() -> EchoResponder:
    return EchoResponder()


@pytest.fixture
def live() -> RecordingLiveEvents:
    return RecordingLiveEvents()


@pytest.fixture
def service(
    database: Database, responder: EchoResponder, clock: Hands, live: RecordingLiveEvents
) -> ConversationService:
    return ConversationService(database, responder, clock, live)


@pytest.fixture
def conversation(service: ConversationService) -> Conversation:
    return service.start("web", "uk")[0]


@pytest.fixture
def replica(
    database_url: str, responder: EchoResponder, clock: Hands, live: RecordingLiveEvents
) -> Iterator[ConversationService]:
    """Another process on the same database, as far as locks and connections go."""
    database = Database(database_url)
    yield ConversationService(database, responder, clock, live)
    database.close()
