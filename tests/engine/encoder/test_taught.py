from pathlib import Path

import numpy as np
import pytest

from bot.engine.encoder import EncoderNotBuilt, WeightsUnusable, build_encoder, load_encoder
from bot.engine.encoder.encoder import OnnxEncoder
from bot.engine.encoder.numbers import quantise
from bot.engine.encoder.taught import TAUGHT, read_taught, taught_digest, write_taught
from bot.engine.encoder.weights import Weights, open_weights

MATRIX, BIAS = "l11.fi.w", "l11.fi.b"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that changes one layer a little."""
    weights, path = open_weights(), tmp_path_factory.mktemp("taught") / "taught.npz"
    write_taught(path, {MATRIX: weights.matrix(MATRIX, weights.sizes.hidden) * 1.5, BIAS: weights.vector(BIAS) + 0.1})
    return path


def test_taught_tensors_stand_over_the_packaged_ones_and_leave_the_rest(lesson: Path, weights: Weights) -> None:
    taught = open_weights(taught=read_taught(lesson))
    hidden = weights.sizes.hidden

    packaged = weights.matrix(MATRIX, hidden)
    step = np.abs(packaged).max(axis=1, keepdims=True) * 1.5 / 63
    assert np.all(np.abs(taught.matrix(MATRIX, hidden) - packaged * 1.5) <= step)
    np.testing.assert_allclose(taught.vector(BIAS), weights.vector(BIAS) + 0.1, rtol=1e-6)
    np.testing.assert_array_equal(taught.matrix("l10.fi.w", hidden), weights.matrix("l10.fi.w", hidden))


def test_keeping_a_taught_matrix_loses_nothing_that_the_graph_computes_with(lesson: Path) -> None:
    numbers, scales = quantise(np.asarray(read_taught(lesson)[MATRIX]))

    with np.load(lesson) as file:
        np.testing.assert_array_equal(numbers, file[MATRIX])
        np.testing.assert_allclose(scales, file[MATRIX + ".scales"], rtol=1e-6)


def test_another_lesson_is_another_encoder(
    packaged: OnnxEncoder, encoder_dir: Path, lesson: Path, tmp_path: Path
) -> None:
    with pytest.raises(EncoderNotBuilt):
        load_encoder(encoder_dir, taught_file=lesson)
    build_encoder(tmp_path, taught_file=lesson)

    taught = load_encoder(tmp_path, taught_file=lesson)

    assert taught.version != packaged.version
    assert float(taught.encode(["Kdy máte otevřeno?"])[0] @ packaged.encode(["Kdy máte otevřeno?"])[0]) < 0.999


def test_the_shipped_file_teaches_upper_layers_only() -> None:
    names = set(read_taught(TAUGHT))

    assert "l11.q.w" in names
    assert not any(name.startswith(("l0.", "emb.")) for name in names)
    assert TAUGHT.stat().st_size < 12_000_000


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short"], ids=["empty", "cut"])
def test_a_damaged_file_is_refused_with_a_plain_text(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "taught.npz"
    damaged.write_bytes(content)

    with pytest.raises(WeightsUnusable, match="take it from the repository"):
        read_taught(damaged)
    with pytest.raises(WeightsUnusable, match="take it from the repository"):
        taught_digest(tmp_path / "absent.npz")
