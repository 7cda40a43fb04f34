"""The content and the trained assistant for tests in this process, each loaded once a worker."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.engine import models, places
from bot.engine.assistant import Assistant
from bot.engine.rasa_agent import RasaAgent
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from bot.settings import ROOT, Settings, get_settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LANGUAGES = ("cs", "en", "uk", "ru", "vi", "ar")

ChangeSettings = Callable[..., Settings]


@pytest.fixture(scope="session")
def content() -> Content:
    """The repository's own content as of `NOW`."""
    return Content.load(ROOT / "knowledge", lambda: NOW)


@pytest.fixture(scope="session")
def speech(content: Content) -> Speech:
    return Speech(content)


@pytest.fixture(scope="session")
def agent(trained_data_dir: Path, speech: Speech) -> RasaAgent:
    """The trained model. Only while it loads do this process's settings point at its folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREPAZKA_DATA_DIR", str(trained_data_dir))
        get_settings.cache_clear()
        model = models.current(places.models_dir())
        assert model is not None
        loaded = RasaAgent(models.verified_path(places.models_dir(), model), speech)
    get_settings.cache_clear()
    return loaded


@pytest.fixture(scope="session")
def tracker_events() -> dict[str, Sequence[Mapping[str, Any]]]:
    """What the session's assistant finds stored, by conversation id: a test puts it there."""
    return {}


@pytest.fixture(scope="session")
def assistant(agent: RasaAgent, tracker_events: dict[str, Sequence[Mapping[str, Any]]]) -> Iterator[Assistant]:
    running = Assistant(agent, lambda conversation_id: tracker_events.get(conversation_id, ()))
    yield running
    running.close()


@pytest.fixture
def change_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChangeSettings]:
    """`change_settings(PREPAZKA_DATA_DIR=…)`: this process's settings until the end of the test."""

    def change(**variables: object) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(name, os.fspath(value) if isinstance(value, Path) else str(value))
        get_settings.cache_clear()
        return get_settings()

    yield change
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def knowledge_copy(tmp_path: Path) -> Path:
    """A copy of the knowledge base that a test may change."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
