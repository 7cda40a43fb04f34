"""Sentence vectors for six languages and more, computed on one CPU core without a network."""

from bot.engine.encoder.build import build_encoder, ensure_encoder, load_encoder
from bot.engine.encoder.cache import EmbeddingCache
from bot.engine.encoder.encoder import Encoder, encode_corpus
from bot.engine.encoder.errors import EncoderNotBuilt, WeightsUnusable

__all__ = [
    "EmbeddingCache",
    "Encoder",
    "EncoderNotBuilt",
    "WeightsUnusable",
    "build_encoder",
    "encode_corpus",
    "ensure_encoder",
    "load_encoder",
]
