from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.engine.encoder import EmbeddingCache
from bot.engine.encoder.encoder import OnnxEncoder


class CountingEncoder:
    """Turns a text into numbers of its own and remembers what it was asked."""

    def __init__(self, version: str = "one", dimensions: int = 4) -> None:
        self.version = version
        self.dimensions = dimensions
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [[len(text), sum(map(ord, text)) % 97, *[1] * (self.dimensions - 2)] for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dimensions)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "models" / "vectors.npz"


def test_a_second_training_computes_only_new_texts(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano", "ne"], CountingEncoder())
    encoder = CountingEncoder()
    vectors = EmbeddingCache(path).vectors(["ne", "snad", "ano"], encoder)
    assert encoder.asked == ["snad"]
    np.testing.assert_array_equal(vectors, CountingEncoder().encode(["ne", "snad", "ano"]))


def test_a_repeated_text_is_computed_once(path: Path) -> None:
    encoder = CountingEncoder()
    vectors = EmbeddingCache(path).vectors(["ano", "ne", "ano"], encoder)
    assert encoder.asked == ["ano", "ne"]
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_another_encoder_version_finds_nothing(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano"], CountingEncoder("one"))
    encoder = CountingEncoder("two")
    EmbeddingCache(path).vectors(["ano"], encoder)
    assert encoder.asked == ["ano"]


def test_texts_that_left_the_training_data_leave_the_file(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano", "ne"], CountingEncoder())
    EmbeddingCache(path).vectors(["ano"], CountingEncoder())
    encoder = CountingEncoder()
    EmbeddingCache(path).vectors(["ano", "ne"], encoder)
    assert encoder.asked == ["ne"]


def test_all_calls_of_one_training_stay_in_the_file(path: Path) -> None:
    cache = EmbeddingCache(path)
    cache.vectors(["ano"], CountingEncoder())
    cache.vectors(["ne"], CountingEncoder())
    encoder = CountingEncoder()
    EmbeddingCache(path).vectors(["ano", "ne"], encoder)
    assert encoder.asked == []


@pytest.mark.parametrize("damage", ["cut", "noise", "empty"])
def test_a_damaged_file_is_computed_again_and_replaced(path: Path, damage: str) -> None:
    EmbeddingCache(path).vectors(["ano", "ne"], CountingEncoder())
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[: len(whole) // 2], "noise": b"PK\x03\x04 noise", "empty": b""}[damage])
    encoder = CountingEncoder()
    vectors = EmbeddingCache(path).vectors(["ano", "ne"], encoder)
    np.testing.assert_array_equal(vectors, CountingEncoder().encode(["ano", "ne"]))
    assert encoder.asked == ["ano", "ne"]
    again = CountingEncoder()
    EmbeddingCache(path).vectors(["ano", "ne"], again)
    assert again.asked == []


def test_vectors_of_another_size_are_not_trusted(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano"], CountingEncoder(dimensions=4))
    assert EmbeddingCache(path).vectors(["ano"], CountingEncoder(dimensions=6)).shape == (1, 6)


def test_no_texts_need_no_vectors(path: Path) -> None:
    assert EmbeddingCache(path).vectors([], CountingEncoder()).shape == (0, 4)


def test_progress_counts_only_what_is_computed(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano"], CountingEncoder())
    heard: list[tuple[int, int]] = []
    EmbeddingCache(path).vectors(
        ["ano", "ne", "snad"], CountingEncoder(), lambda done, total: heard.append((done, total))
    )
    assert heard == [(2, 2)]


def test_cached_vectors_equal_computed_ones_to_the_last_bit(path: Path, encoder: OnnxEncoder) -> None:
    texts = ["Kdy máte otevřeno?", "Я втратила роботу", "\ud83d broken"]
    first = EmbeddingCache(path).vectors(texts, encoder)
    np.testing.assert_array_equal(EmbeddingCache(path).vectors(texts, encoder), first)
    np.testing.assert_array_equal(first, encoder.encode(texts))


def test_no_draft_stays_beside_the_file(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano"], CountingEncoder())
    assert [entry.name for entry in path.parent.iterdir()] == ["vectors.npz"]


def test_no_single_damaged_byte_raises_or_changes_a_vector(path: Path) -> None:
    EmbeddingCache(path).vectors(["ano", "ne"], CountingEncoder())
    whole, expected = path.read_bytes(), CountingEncoder().encode(["ano", "ne"])
    for position in range(0, len(whole), 3):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        np.testing.assert_array_equal(EmbeddingCache(path).vectors(["ano", "ne"], CountingEncoder()), expected)
