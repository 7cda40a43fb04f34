"""The repository's own directory, and a copy of its files that a test may break."""

import shutil
from pathlib import Path

import pytest

from bot.directory.directory import Directory
from bot.directory.mentions import PlaceNames
from bot.directory.office_speech import OfficeSpeech
from bot.directory.partner_speech import PartnerSpeech
from bot.engine.components.places_named import place_names
from bot.knowledge.content import Content
from bot.settings import ROOT, Settings
from tests.knowledge.folder import KnowledgeFolder

KNOWLEDGE = ROOT / "knowledge"


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory.load(KNOWLEDGE)


@pytest.fixture(scope="session")
def names() -> PlaceNames:
    return place_names(Settings())


@pytest.fixture(scope="session")
def offices(content: Content, directory: Directory) -> OfficeSpeech:
    return OfficeSpeech(content, directory)


@pytest.fixture(scope="session")
def partners(content: Content, directory: Directory) -> PartnerSpeech:
    return PartnerSpeech(content, directory)


@pytest.fixture
def files(tmp_path: Path) -> KnowledgeFolder:
    """A copy of the content as far as the directory reads it; the topics are only looked at."""
    root = tmp_path / "knowledge"
    root.mkdir()
    for path in KNOWLEDGE.glob("*.yml"):
        shutil.copy(path, root)
    shutil.copytree(KNOWLEDGE / "phrases", root / "phrases")
    (root / "topics").symlink_to(KNOWLEDGE / "topics")
    return KnowledgeFolder(root)
