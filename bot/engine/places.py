"""Where the engine keeps what it makes, all inside the data folder."""

from pathlib import Path

from bot.settings import get_settings


def encoder_dir() -> Path:
    return get_settings().data_dir / "encoder"


def language_dir() -> Path:
    return get_settings().data_dir / "language"


def embedding_cache() -> Path:
    return get_settings().data_dir / "cache" / "embeddings.npz"


def phrase_cache() -> Path:
    """Vectors of phrases as they were written, for the report on them."""
    return get_settings().data_dir / "cache" / "phrases.npz"


def repair_cache() -> Path:
    return get_settings().data_dir / "cache" / "repairs.json"


def models_dir() -> Path:
    return get_settings().data_dir / "models"
