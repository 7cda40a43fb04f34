"""Sentence vectors: texts that mean the same lie close together, whatever their language."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.engine.encoder.network import Network
from bot.engine.encoder.tokens import Tokeniser
from bot.engine.encoder.weights import Weights

Progress = Callable[[int, int], None]
_CHUNK = 32  # texts between two reports of progress


class Encoder(Protocol):
    """Whatever turns texts into vectors. `encode` may be called from several threads at once.

    `version` changes with anything that changes vectors: weights, graph, longest text. It is the key of caches, and a
    classifier trained on one version mustn't be used with another.
    """

    @property
    def dimensions(self) -> int: ...

    @property
    def version(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimensions)."""
        ...


class OnnxEncoder:
    """multilingual-e5-small in onnxruntime, one text at a time (graph.py says why).

    A text's vector never depends on the texts beside it, on the thread or on the process.
    """

    def __init__(self, network: Network, tokeniser: Tokeniser, weights: Weights, version: str, max_tokens: int) -> None:
        sizes = weights.sizes
        self._network = network
        self._tokeniser = tokeniser
        self._weights = weights
        self._max_tokens = min(max_tokens, sizes.positions)
        positions = weights.vector("emb.pos").reshape(sizes.positions, sizes.hidden)[: self._max_tokens]
        self._positions = positions + weights.vector("emb.type")[: sizes.hidden]
        self._version = version

    @property
    def dimensions(self) -> int:
        return self._weights.sizes.hidden

    @property
    def version(self) -> str:
        return self._version

    def tokens(self, text: str) -> list[int]:
        """The token numbers the network sees, at most `max_tokens` of them."""
        return self._tokeniser.tokens(text, self._max_tokens)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimensions); what lies beyond `max_tokens` is left out."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        tokens = np.array(self.tokens(text), np.int64)
        summed = self._weights.word_vectors(tokens) + self._positions[: len(tokens)]
        return self._network.sentence_vector(summed)


def encode_corpus(
    encoder: Encoder, texts: Sequence[str], progress: Progress | None = None, threads: int = 2
) -> NDArray[np.float32]:
    """Many texts, for training: the same vectors as `encoder.encode`, on `threads` cores.

    `progress(done, total)` is called in the calling thread. onnxruntime lets go of the interpreter while it computes.
    """
    vectors = np.empty((len(texts), encoder.dimensions), np.float32)
    chunks = [slice(begin, begin + _CHUNK) for begin in range(0, len(texts), _CHUNK)]
    with ThreadPoolExecutor(threads, thread_name_prefix="encode") as pool:
        for chunk, rows in zip(chunks, pool.map(lambda chunk: encoder.encode(texts[chunk]), chunks), strict=True):
            vectors[chunk] = rows
            if progress is not None:
                progress(min(chunk.stop, len(texts)), len(texts))
    return vectors
