"""The layers of the encoder that were taught this counter's topics (`taught.npz`, made by bot/engine/teaching).

They stand over the packaged ones. Only the upper layers are taught: those below tell languages and words, and stay as
they are. The file is versioned with the program, so that neither running nor training needs more than NumPy.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.engine.encoder.errors import WeightsUnusable
from bot.engine.encoder.files import write_atomically
from bot.engine.encoder.numbers import dequantise, quantise

TAUGHT = Path(__file__).with_name("taught.npz")
_SCALES = ".scales"

Tensors = Mapping[str, NDArray[np.float32]]


def taught_digest(path: Path | None) -> str:
    """Tells one version of the taught layers from another; empty for an encoder as it was packaged (None)."""
    if path is None:
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise _unusable(path, error) from error


def read_taught(path: Path | None) -> Tensors:
    """Tensors by their name in the weight file; matrices (outputs, inputs), all others flat. None: nothing taught.

    Raises `WeightsUnusable` for a file that can't be read.
    """
    if path is None:
        return {}
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: _tensor(file, name) for name in file.files if not name.endswith(_SCALES)}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise _unusable(path, error) from error


def write_taught(path: Path, tensors: Tensors) -> None:
    """Matrices as 8-bit numbers with their scales, everything else in float32: about 1.8 MB a layer."""
    parts: dict[str, NDArray[np.generic]] = {}
    for name, tensor in tensors.items():
        if tensor.ndim == 2:
            parts[name], parts[name + _SCALES] = quantise(tensor)
        else:
            parts[name] = tensor.astype(np.float32)
    write_atomically(path, lambda file: np.savez_compressed(file, **parts))


def _tensor(file: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    stored = file[name]
    if stored.dtype == np.int8:
        return dequantise(stored.astype(np.int8), file[name + _SCALES].astype(np.float32))
    return stored.astype(np.float32)


def _unusable(path: Path, error: Exception) -> WeightsUnusable:
    return WeightsUnusable(f"{path} holds no taught layers ({error}): take it from the repository")
