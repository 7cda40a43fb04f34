"""The classifiers of the last training, for the next one to begin with: after a small edit it is nearly there."""

from pathlib import Path

from bot.engine.understanding.linear import LinearModel


def recall(path: Path) -> LinearModel | None:
    """The model kept under this name; None when there is none, or none that can be read."""
    try:
        return LinearModel.load(path)
    except Exception:  # a damaged archive raises nearly anything, and every case means the same: begin from nothing
        return None


def remember(path: Path, model: LinearModel) -> None:
    """Keep it for the next training. It only shortens the way, so a lost one does no harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.part.npz")
    model.save(draft)
    draft.replace(path)
