"""The trained models on disk. Only models that this program built are loaded (a model file can carry code).

`models/current.json` names the model in use with its digest and the digests of what it was trained from.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import NotTrained

CURRENT = "current.json"
KEPT = 3


@dataclass(frozen=True)
class TrainedModel:
    """`sha256` is that of the file; `trained_from` is the digest of everything that shaped it."""

    file: str
    sha256: str
    trained_from: str
    trained_at: str


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record(folder: Path, model: TrainedModel) -> None:
    """Make this the model in use, atomically, and forget all but the last few files."""
    draft = folder / f"{CURRENT}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(model), indent=1), encoding="utf-8")
    draft.replace(folder / CURRENT)
    others = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in [path for path in others if path.name != model.file][KEPT - 1 :]:
        old.unlink(missing_ok=True)


def current(folder: Path) -> TrainedModel | None:
    """The model in use, or None before the first training."""
    try:
        return TrainedModel(**json.loads((folder / CURRENT).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise NotTrained(f"{folder / CURRENT} is damaged. Delete it and run `prepazka train`.") from error


def verified_path(folder: Path, model: TrainedModel) -> Path:
    """The model's file, after its digest was found right. Raises `NotTrained` when it isn't there or was changed."""
    path = folder / model.file
    if not path.is_file():
        raise NotTrained(f"{path} is missing. Run `prepazka train`.")
    if digest_of(path) != model.sha256:
        raise NotTrained(f"{path} isn't the file that was trained here. Delete it and run `prepazka train`.")
    return path
