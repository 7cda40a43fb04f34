from pathlib import Path

import pytest

from .folder import KnowledgeFolder


@pytest.fixture
def folder(tmp_path: Path) -> KnowledgeFolder:
    """A small knowledge base without a fault: one topic in six languages, three facts, all phrases."""
    return KnowledgeFolder(tmp_path / "knowledge").write()
