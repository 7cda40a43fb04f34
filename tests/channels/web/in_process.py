"""The web application in the test's own process, for failures that can't be provoked from outside."""

from datetime import UTC, datetime
from typing import Any, cast

import httpx
from fastapi.testclient import TestClient

from bot.app import create_app
from bot.conversations.live import LocalLiveEvents
from bot.conversations.model import Responder
from bot.conversations.service import ConversationService
from bot.engine.models import TrainedModel
from bot.knowledge.content import Content
from bot.runtime import Runtime
from bot.settings import Settings
from bot.storage.database import Database


def runtime_around(database: Database, responder: Responder, content: Content) -> Runtime:
    """Services around any responder; what only looks after models is left out."""

    def clock() -> datetime:
        return datetime.now(UTC)

    live = LocalLiveEvents()
    service = ConversationService(database, responder, clock, live)
    model = TrainedModel("model.tar.gz", "0", "0", clock().isoformat())
    settings = Settings(messages_per_second=10_000)
    return Runtime(settings, clock, database, content, model, cast(Any, responder), live, service)


def client_of(runtime: Runtime) -> httpx.Client:
    """Failures come back as a browser would see them. Upkeep isn't started."""
    return cast(httpx.Client, TestClient(create_app(runtime), raise_server_exceptions=False))
