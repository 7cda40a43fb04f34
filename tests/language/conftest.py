from pathlib import Path

import pytest

from bot.language.resources import LanguageResources, build_language_resources
from tests.language.measure import CORPUS, OFFICE_WORDS


@pytest.fixture(scope="session")
def resource_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once for all tests of this room: it takes some ten seconds."""
    directory = tmp_path_factory.mktemp("language")
    build_language_resources(directory, CORPUS, OFFICE_WORDS)
    return directory


@pytest.fixture(scope="session")
def resources(resource_dir: Path) -> LanguageResources:
    return LanguageResources.load(resource_dir)
