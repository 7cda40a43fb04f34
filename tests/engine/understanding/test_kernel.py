from pathlib import Path

import numpy as np
import pytest

from bot.engine.understanding.kernel import KernelModel, Mask, Vectors, calibrated, fit, hold_out

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


def asked(labels: list[str]) -> Mask:
    return np.ones(len(labels), dtype=np.bool_)


@pytest.fixture(scope="module")
def model() -> KernelModel:
    return fit(*crowd(30))


def test_unseen_vectors_get_the_label_of_their_neighbours(model: KernelModel) -> None:
    vectors, labels = crowd(20, seed=8)

    best = model.probabilities(vectors).argmax(axis=1)

    assert [model.labels[i] for i in best] == labels


def test_probabilities_of_a_message_sum_to_one_at_any_temperature() -> None:
    vectors, labels = crowd(10)
    for temperature in (0.1, 1.0, 40.0):
        probabilities = fit(vectors, labels, temperature).probabilities(vectors)

        assert probabilities.shape == (len(labels), len(LABELS))
        assert probabilities.min() >= 0
        assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_message_like_nothing_seen_is_less_sure_than_a_known_one(model: KernelModel) -> None:
    known, _ = crowd(1, seed=9)
    far = -known[:1]

    scores = model.scores(np.concatenate([known[:1], far]))

    assert scores[0].max() > 0.7
    assert abs(scores[1]).max() < 0.3


def test_a_model_read_back_from_its_file_says_the_same(model: KernelModel, tmp_path: Path) -> None:
    vectors, _ = crowd(5, seed=10)
    model.save(tmp_path / "kernel.npz")

    loaded = KernelModel.load(tmp_path / "kernel.npz")

    assert loaded.labels == model.labels
    assert loaded.temperature == model.temperature
    assert np.allclose(loaded.probabilities(vectors), model.probabilities(vectors), atol=2e-3)


def test_what_was_held_out_taught_nothing() -> None:
    unlike_each_other = np.eye(60, dtype=np.float32)
    labels = [LABELS[n % len(LABELS)] for n in range(60)]

    held_out = hold_out(unlike_each_other, labels, asked(labels))

    assert held_out.scores.shape == (60 // 5, len(LABELS))
    learnt = fit(unlike_each_other, labels).scores(unlike_each_other)
    assert held_out.scores.max() < learnt.max(axis=1).min()


def test_only_questions_are_held_out() -> None:
    vectors, labels = crowd(25)
    questions = asked(labels)
    questions[::5] = False
    # The sentences get a label of their own: were one of them held out, it would be among the truth.
    names = np.array(labels, dtype=object)
    names[~questions] = "topic:sentence"

    held_out = hold_out(vectors, names.tolist(), questions)

    assert "topic:sentence" in held_out.labels
    assert "topic:sentence" not in held_out.truth
    assert len(held_out.truth) == questions.sum() // 5


def test_holding_out_again_holds_out_the_same() -> None:
    vectors, labels = crowd(15)

    first, second = (hold_out(vectors, labels, asked(labels)) for _ in range(2))

    assert (first.truth == second.truth).all()
    assert np.allclose(first.scores, second.scores)


def test_the_temperature_fits_how_often_the_model_is_right() -> None:
    vectors, labels = crowd(40, spread=0.5)
    held_out = hold_out(vectors, labels, asked(labels))
    model = calibrated(fit(vectors, labels), held_out)
    unseen, truth = crowd(200, seed=11, spread=0.5)

    probabilities = model.probabilities(unseen)
    right = np.array(model.labels)[probabilities.argmax(axis=1)] == np.array(truth)

    assert 2.0 <= model.temperature <= 40.0
    assert abs(probabilities.max(axis=1).mean() - right.mean()) < 0.1


def test_clear_questions_make_a_sharper_model_than_muddled_ones() -> None:
    temperatures = []
    for spread in (0.1, 0.9):
        vectors, labels = crowd(40, spread=spread)
        temperatures.append(hold_out(vectors, labels, asked(labels)).temperature())

    assert temperatures[0] > temperatures[1]
