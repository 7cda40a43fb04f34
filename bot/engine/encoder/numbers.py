"""Matrices as 8-bit numbers: what the graph computes with, and how taught layers are kept."""

import numpy as np
from numpy.typing import NDArray

# 7 of 8 bits: without VNNI instructions the sum of two full products overflows 16 bits, and an older CPU would give
# other vectors than the one that trained. It costs 0.0003 of cosine.
_LARGEST_WEIGHT = 63


def quantise(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric 8-bit numbers with one scale for each row; (outputs, inputs) → the same shape, and (outputs,)."""
    scales = np.maximum(np.abs(matrix).max(axis=1), np.finfo(np.float32).tiny) / np.float32(_LARGEST_WEIGHT)
    numbers = np.rint(matrix / scales[:, None]).astype(np.int8)
    return numbers, scales


def dequantise(numbers: NDArray[np.int8], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    """The matrix that these numbers stand for; quantised again it gives the same numbers."""
    return np.asarray(numbers.astype(np.float32) * scales[:, None], dtype=np.float32)
