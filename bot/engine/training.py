"""Trains a model from the content, and knows whether the present one still fits it."""

import contextlib
import hashlib
import io
import logging
import os
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.engine import models, places
from bot.errors import PrepazkaError
from bot.settings import ROOT, Settings, get_settings

CONFIG = Path(__file__).with_name("config.yml")
DOMAIN = Path(__file__).with_name("domain.yml")
MOST_OF_A_REASON = 500
_CODE = ("bot/engine", "bot/language")
_SHAPING = frozenset({".json", ".yml", ".md", ".py", ".txt"})


class TrainingFailed(PrepazkaError):
    """Rasa gave no model; the log says why."""

    code = "training_failed"


def fingerprint(settings: Settings) -> str:
    """Changes with anything that shapes a model: content, dialogue data, and the engine's own code."""
    digest = hashlib.sha256()
    for name, path in _inputs(settings):
        digest.update(f"{name}\0".encode())  # with its folder: that is the topic's id or the language
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Every file with its name inside the project, wherever the folders really are."""
    folders = {"knowledge": settings.knowledge_dir, "nlu_data": settings.nlu_data_dir}
    folders |= {folder: ROOT / folder for folder in _CODE}
    for name, folder in folders.items():
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _SHAPING):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


def is_current(settings: Settings) -> bool:
    """Whether there is a model of exactly this content and this program."""
    model = models.current(places.models_dir())
    return (
        model is not None
        and model.trained_from == fingerprint(settings)
        and (places.models_dir() / model.file).is_file()
    )


def train() -> models.TrainedModel:
    """Train, store and make it the model in use; listeners of `bot.engine.progress` hear how far it is.

    A server that runs beside picks the new model up by itself. Raises `ContentError` for content that can't be read,
    `TrainingFailed` when Rasa fails.
    """
    settings = get_settings()
    trained_from = fingerprint(settings)
    folder = places.models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = _train_with_rasa(folder, f"{now:%Y%m%dT%H%M%S%f}-{trained_from[:8]}")
    model = models.TrainedModel(path.name, models.digest_of(path), trained_from, now.isoformat(timespec="seconds"))
    models.record(folder, model)
    return model


def _train_with_rasa(folder: Path, name: str) -> Path:
    # Rasa's own cache of training steps would only cost time: vectors are remembered by the encoder's cache.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder.parent / "cache" / "rasa")
    logging.getLogger("rasa").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.showwarning = _unheard  # a filter isn't enough: what Rasa imports sets its own
        from rasa.model_training import train as rasa_train  # slow to import: only who trains pays for it

        try:
            result = rasa_train(
                str(DOMAIN), str(CONFIG), [], output=str(folder), fixed_model_name=name, force_training=True
            )
        except Exception as error:
            raise _plain(error) from error
    if result.model is None:
        raise TrainingFailed(f"Rasa gave no model (code {result.code}); the log says why.")
    return Path(result.model)


def _unheard(*args: object, **kwargs: object) -> None:
    """Warnings of Rasa 3.6 about the libraries beside it tell the operator nothing."""


def _plain(error: BaseException) -> PrepazkaError:
    """Rasa wraps what a component raises in errors that only name the component: the cause is what helps."""
    while not isinstance(error, PrepazkaError) and error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, PrepazkaError):
        return error
    return TrainingFailed(f"{type(error).__name__}: {str(error)[:MOST_OF_A_REASON]}")
