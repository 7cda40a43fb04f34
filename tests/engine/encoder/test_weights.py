import struct

import numpy as np

from bot.engine.encoder.graph import quantise
from bot.engine.encoder.weights import Weights, _dequantise


def test_sizes_are_those_of_multilingual_e5_small(weights: Weights) -> None:
    sizes = weights.sizes
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.intermediate) == (384, 12, 12, 1536)
    assert sizes.positions == 512
    assert len(weights.vocabulary) == 250_002


def test_a_block_holds_low_halves_first_and_then_high_halves() -> None:
    block = np.frombuffer(struct.pack("<e", 0.5) + bytes([0x0F, 0x80]) + bytes([0x88] * 14), np.uint8)
    values = _dequantise(block.reshape(1, 1, 18))[0]
    assert values[0] == (15 - 8) * 0.5
    assert values[1] == (0 - 8) * 0.5
    assert values[16] == (0 - 8) * 0.5
    assert values[17] == (8 - 8) * 0.5


def test_word_vectors_are_rows_of_the_word_table(weights: Weights) -> None:
    rows = weights.word_vectors(np.array([41, 0, 41]))
    assert rows.shape == (3, 384)
    np.testing.assert_array_equal(rows[0], rows[2])
    assert not np.array_equal(rows[0], rows[1])


def test_quantised_rows_keep_within_half_a_step() -> None:
    matrix = np.random.default_rng(7).normal(size=(5, 64)).astype(np.float32)
    numbers, scales = quantise(matrix)
    assert np.abs(numbers).max() == 63
    assert (np.abs(numbers * scales[:, None] - matrix) <= scales[:, None] / 2 + 1e-6).all()


def test_a_row_of_zeros_stays_zero() -> None:
    numbers, scales = quantise(np.zeros((1, 32), np.float32))
    assert np.isfinite(scales).all()
    assert not numbers.any()
