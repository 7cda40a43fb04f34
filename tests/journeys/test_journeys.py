from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations.live import LocalLiveEvents
from bot.conversations.repository import load_tracker_events
from bot.conversations.service import ConversationService
from bot.engine.assistant import Assistant
from bot.engine.rasa_agent import RasaAgent
from bot.knowledge.content import Content
from bot.storage.database import Database
from tests.assistants import LANGUAGES, NOW
from tests.journeys.journey import Journey, Player

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yml"))


@pytest.fixture
def service(agent: RasaAgent, sqlite_url: str) -> Iterator[ConversationService]:
    database = Database(sqlite_url)
    assistant = Assistant(agent, lambda conversation_id: load_tracker_events(database, conversation_id))
    yield ConversationService(database, assistant, lambda: NOW, LocalLiveEvents())
    assistant.close()
    database.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_journey(path: Path, service: ConversationService, content: Content) -> None:
    Player(service, content, Journey.read(path)).play()


def test_there_are_journeys_in_every_language() -> None:
    counted = Counter(Journey.read(path).language for path in FILES)

    assert set(counted) == set(LANGUAGES)
    assert min(counted.values()) >= 2
