"""A linear classifier over sentence vectors: one plane for each label, by multinomial logistic regression.

It is enough because the encoder was taught the topics (bot/engine/teaching): in its own space they lie apart. What the
encoder never saw sets how sure the classifier may be (docs/decisions/0008-taught-encoder.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]

STRENGTH = 1.0
MOST_STEPS = 200
TOLERANCE = 0.1  # of the gradient summed over all examples
_TEMPERATURES = np.geomspace(0.2, 4.0, 60)


@dataclass(frozen=True)
class LinearModel:
    """Shapes: labels (k,), mean (d,), weights (k, d), bias (k,). `temperature` makes the scores sharp or soft.

    The mean of the training vectors is taken off first: sentence vectors of one encoder crowd around it.
    """

    labels: tuple[str, ...]
    mean: Vectors
    weights: Vectors
    bias: Vectors
    temperature: float = 1.0

    def scores(self, vectors: Vectors) -> Vectors:
        """(n, d) vectors → (n, k)."""
        return np.asarray(_centred(vectors, self.mean) @ self.weights.T + self.bias, dtype=np.float32)

    def probabilities(self, vectors: Vectors) -> Vectors:
        """(n, d) vectors → (n, k); each row sums to 1."""
        return softmax(self.scores(vectors) * self.temperature)

    def fits(self, vectors: Vectors, labels: Sequence[str]) -> bool:
        """Whether it tells these labels apart, in vectors of this size."""
        return set(self.labels) == set(labels) and self.weights.shape[1] == vectors.shape[1]

    def save(self, path: Path) -> None:
        parts = {"mean": self.mean, "weights": self.weights, "bias": self.bias}
        np.savez(path, labels=np.array(self.labels), temperature=np.float32(self.temperature), **parts)

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        with np.load(path, allow_pickle=False) as data:
            labels = tuple(str(label) for label in data["labels"])
            return cls(labels, data["mean"], data["weights"], data["bias"], float(data["temperature"]))


@dataclass(frozen=True)
class HeldOut:
    """What `model`, which never saw them, says of some questions: (m, k) scores and (m,) true labels."""

    model: LinearModel
    scores: Vectors
    truth: NDArray[np.str_]

    @property
    def labels(self) -> tuple[str, ...]:
        return self.model.labels

    def temperature(self) -> float:
        """The sharpness at which the probabilities fit the truth best (least log loss)."""
        column = np.searchsorted(np.array(self.labels), self.truth)
        rows = np.arange(len(column))
        losses = [-np.log(softmax(self.scores * t)[rows, column] + 1e-9).mean() for t in _TEMPERATURES]
        return float(_TEMPERATURES[int(np.argmin(losses))])

    def probabilities(self, temperature: float) -> Vectors:
        return softmax(self.scores * temperature)


def fit(vectors: Vectors, labels: Sequence[str], begin: LinearModel | None = None) -> LinearModel:
    """Fit on (n, d) vectors with one label each; seconds for 25,000.

    A model of nearly the same examples to `begin` with saves most of the steps: there is one optimum, and it is near.
    """
    from sklearn.linear_model import LogisticRegression  # 40 MB that a serving process needn't carry

    mean = vectors.mean(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS, tol=TOLERANCE, warm_start=True)
    if begin is not None and begin.fits(vectors, labels):
        model.coef_, model.intercept_ = begin.weights, begin.bias
    model.fit(_centred(vectors, mean), np.array(labels))
    names = tuple(str(label) for label in model.classes_)
    return LinearModel(names, mean, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def hold_out(vectors: Vectors, labels: Sequence[str], away: Mask) -> HeldOut:
    """Fit without the rows that `away` (n,) marks, and score those."""
    array = np.array(labels)
    model = fit(vectors[~away], array[~away].tolist())
    known = away & np.isin(array, model.labels)
    return HeldOut(model, model.scores(vectors[known]), array[known])


def calibrated(model: LinearModel, held_out: HeldOut) -> LinearModel:
    """The model with the sharpness that the held-out questions ask for."""
    return replace(model, temperature=held_out.temperature())


def softmax(scores: Vectors) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    centred = vectors - mean
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(norms, 1e-9), dtype=np.float32)
