"""Keeps the vectors of training texts from one training to the next: after an edit only new texts are computed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.engine.encoder.encoder import Encoder, Progress, encode_corpus
from bot.engine.encoder.files import write_atomically

_KEY_BYTES = 32


class EmbeddingCache:
    """One file of vectors, keyed by encoder version and text. Make one object for each training.

    Vectors are kept in float32, so a cached one equals a computed one to the last bit. The file always holds what this
    object was asked for and nothing else: texts that left the training data leave the cache. It is only a cache, so a
    damaged file counts as an empty one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)
        self._used: dict[bytes, NDArray[np.float32]] = {}

    def vectors(self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None) -> NDArray[np.float32]:
        """The vectors of these texts, shape (texts, dimensions), and the file brought up to date.

        `progress(done, total)` counts only the distinct texts that aren't in the cache. Raises OSError when the file
        can't be written.
        """
        keys = [_key(encoder.version, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if not self._holds(key, encoder)}
        computed = encode_corpus(encoder, list(missing.values()), progress)
        self._known.update(zip(missing, computed, strict=True))
        before = len(self._used)
        self._used.update((key, self._known[key]) for key in keys)
        if len(self._used) != before or missing:
            self._save()
        return np.array([self._known[key] for key in keys], np.float32).reshape(len(texts), encoder.dimensions)

    def _holds(self, key: bytes, encoder: Encoder) -> bool:
        return key in self._known and self._known[key].shape == (encoder.dimensions,)

    def _save(self) -> None:
        keys = np.frombuffer(b"".join(self._used), np.uint8).reshape(-1, _KEY_BYTES)
        rows = np.array(list(self._used.values()), np.float32)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, lambda file: np.savez(file, keys=keys, vectors=rows))


def _key(version: str, text: str) -> bytes:
    return hashlib.sha256(f"{version}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _read(path: Path) -> dict[bytes, NDArray[np.float32]]:
    """Key → vector; empty when there is no file or it can't be trusted (zip checks each part's checksum)."""
    try:
        with np.load(path, allow_pickle=False) as file:
            keys, vectors = file["keys"], file["vectors"]
    except Exception:  # damaged zip headers raise nearly anything, and every case means the same: no cache
        return {}
    if keys.shape != (len(vectors), _KEY_BYTES) or vectors.dtype != np.float32 or vectors.ndim != 2:
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
