from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.engine.understanding.linear import LinearModel, Mask, Vectors, calibrated, fit, hold_out

DIMENSIONS = 24
LABELS = ("greet", "out_of_scope", "topic:wages")
ONE_OF_EACH = np.eye(len(LABELS), DIMENSIONS, dtype=np.float32)


def crowd(size: int, seed: int = 7, spread: float = 0.15) -> tuple[Vectors, list[str]]:
    """`size` unit vectors around each label's own direction, all shifted to one side as an encoder's vectors are."""
    random = np.random.default_rng(seed)
    shift = np.full(DIMENSIONS, 0.5, dtype=np.float32)
    near = [shift + centre + spread * random.standard_normal((size, DIMENSIONS)) for centre in ONE_OF_EACH]
    vectors = np.concatenate(near).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, [label for label in LABELS for _ in range(size)]


def every_fifth(size: int) -> Mask:
    return np.arange(size) % 5 == 0


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return fit(*crowd(30))


def test_unseen_vectors_get_the_label_of_their_neighbours(model: LinearModel) -> None:
    vectors, labels = crowd(20, seed=8)

    best = model.probabilities(vectors).argmax(axis=1)

    assert [model.labels[i] for i in best] == labels


def test_probabilities_of_a_message_sum_to_one_at_any_sharpness(model: LinearModel) -> None:
    vectors, labels = crowd(10)
    for temperature in (0.1, 1.0, 40.0):
        probabilities = replace(model, temperature=temperature).probabilities(vectors)

        assert probabilities.shape == (len(labels), len(LABELS))
        assert probabilities.min() >= 0
        assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_message_between_two_labels_is_less_sure_than_a_known_one(model: LinearModel) -> None:
    vectors, _ = crowd(1, seed=9)
    between = vectors[:1] + vectors[1:2]

    probabilities = model.probabilities(np.concatenate([vectors[:1], between]))

    assert probabilities[0].max() > probabilities[1].max() + 0.1


def test_a_model_read_back_from_its_file_says_the_same(model: LinearModel, tmp_path: Path) -> None:
    vectors, _ = crowd(5, seed=10)
    model.save(tmp_path / "classifier.npz")

    loaded = LinearModel.load(tmp_path / "classifier.npz")

    assert loaded.labels == model.labels
    assert loaded.temperature == model.temperature
    assert np.allclose(loaded.probabilities(vectors), model.probabilities(vectors))


def test_what_was_held_out_taught_nothing() -> None:
    unlike_each_other = np.eye(60, dtype=np.float32)
    labels = [LABELS[n % len(LABELS)] for n in range(60)]
    away = every_fifth(60)

    held_out = hold_out(unlike_each_other, labels, away)

    assert held_out.truth.tolist() == [labels[n] for n in range(0, 60, 5)]
    learnt = fit(unlike_each_other, labels).scores(unlike_each_other)
    assert np.ptp(held_out.scores, axis=1).max() < np.ptp(learnt, axis=1).min()


def test_a_label_that_is_only_held_out_is_not_counted() -> None:
    vectors, labels = crowd(10)
    away = np.array([label == "greet" for label in labels]) | every_fifth(len(labels))

    held_out = hold_out(vectors, labels, away)

    assert "greet" not in held_out.labels
    assert set(held_out.truth.tolist()) == set(LABELS) - {"greet"}


def test_sharpness_is_what_the_held_out_questions_ask_for(model: LinearModel) -> None:
    """A model that is right as often as it is sure keeps its sharpness; one that is often wrong becomes softer."""
    clear, labels = crowd(40, seed=11)
    blurred, _ = crowd(40, seed=12, spread=0.6)
    away = every_fifth(len(labels))

    sure = calibrated(model, hold_out(clear, labels, away))
    unsure = calibrated(model, hold_out(blurred, labels, away))

    assert unsure.temperature < sure.temperature


def test_training_that_begins_with_another_model_ends_at_the_same(model: LinearModel) -> None:
    vectors, labels = crowd(30)
    trial = hold_out(vectors, labels, every_fifth(len(labels))).model

    again = fit(vectors, labels, begin=trial)

    assert np.allclose(again.probabilities(vectors), model.probabilities(vectors), atol=0.03)


def test_a_model_of_other_labels_or_vectors_is_no_beginning(model: LinearModel) -> None:
    vectors, labels = crowd(10)

    assert model.fits(vectors, labels)
    assert not model.fits(vectors, ["thanks", *labels])
    assert not model.fits(vectors[:, :9], labels)
    assert fit(vectors[:, :9], labels, begin=model).weights.shape == (len(LABELS), 9)
