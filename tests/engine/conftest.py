"""Copies of the repository's content that a test may change."""

import shutil
from pathlib import Path

import pytest

from bot.settings import ROOT


@pytest.fixture
def nlu_data_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "nlu_data", tmp_path / "nlu_data"))
