"""A linear classifier over sentence vectors. Training uses scikit-learn; predicting is one matrix product."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

Vectors = NDArray[np.float32]

INVERSE_REGULARISATION = 30.0
MAX_ITERATIONS = 300
TOLERANCE = 1e-3
FOLDS = 5
SEED = 20261122


@dataclass(frozen=True)
class LinearModel:
    """Softmax over `centred vectors @ weights + bias`.

    Shapes: labels (k,), mean (d,), weights (d, k), bias (k,). The mean of the training vectors is taken off first:
    sentence vectors of one encoder crowd around it, and distances only tell something without it.
    """

    labels: tuple[str, ...]
    mean: Vectors
    weights: Vectors
    bias: Vectors

    def probabilities(self, vectors: Vectors) -> Vectors:
        """(n, d) unit vectors → (n, k) probabilities; each row sums to 1."""
        scores = _centred(vectors, self.mean) @ self.weights + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, path: Path) -> None:
        np.savez(path, labels=np.array(self.labels), mean=self.mean, weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        with np.load(path, allow_pickle=False) as data:
            return cls(tuple(str(label) for label in data["labels"]), data["mean"], data["weights"], data["bias"])


def fit(vectors: Vectors, labels: Sequence[str]) -> LinearModel:
    """Fit on (n, d) vectors with one label each; every label needs at least one example, and there must be two."""
    mean = vectors.mean(axis=0)
    regression = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MAX_ITERATIONS, tol=TOLERANCE)
    regression.fit(_centred(vectors, mean), np.array(labels))
    weights, bias = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return LinearModel(
        tuple(str(label) for label in regression.classes_),
        mean.astype(np.float32),
        np.ascontiguousarray(weights.T, dtype=np.float32),
        bias.astype(np.float32),
    )


def out_of_fold(vectors: Vectors, labels: Sequence[str]) -> tuple[tuple[str, ...], Vectors]:
    """What models that never saw an example say of it: (labels (k,), probabilities (n, k)); thresholds come from it."""
    names = tuple(sorted(set(labels)))
    column = {name: index for index, name in enumerate(names)}
    array = np.array(labels)
    found = np.zeros((len(labels), len(names)), dtype=np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, held_out in folds.split(vectors, array):
        model = fit(vectors[train], array[train])
        found[np.ix_(held_out, [column[name] for name in model.labels])] = model.probabilities(vectors[held_out])
    return names, found


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    centred = vectors - mean
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(norms, 1e-9), dtype=np.float32)
