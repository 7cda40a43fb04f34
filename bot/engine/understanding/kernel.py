"""A kernel classifier over sentence vectors: linear in how alike a message is to each of the examples.

One plane per label in the encoder's own space mixes up topics that share their words; with a Gaussian kernel each
example keeps a neighbourhood of its own (docs/decisions/0003-classifier.md has the comparison). Ridge regression has a
closed solution: one Cholesky factorisation instead of hundreds of passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]

WIDTH = 1.0
RIDGE = 0.1
HELD_OUT = 0.2
SEED = 20261122
_TEMPERATURES = np.geomspace(2.0, 40.0, 40)


@dataclass(frozen=True)
class KernelModel:
    """Shapes: labels (k,), mean (d,), examples (n, d) of unit length, weights (n, k). `temperature` makes scores sharp.

    The mean of the training vectors is taken off first: sentence vectors of one encoder crowd around it, and distances
    only tell something without it.
    """

    labels: tuple[str, ...]
    mean: Vectors
    examples: Vectors
    weights: Vectors
    temperature: float = 1.0

    def scores(self, vectors: Vectors) -> Vectors:
        """(n, d) vectors → (n, k); about 1 for the label that the examples agree on, about 0 for the others."""
        return np.asarray(_kernel(_centred(vectors, self.mean), self.examples) @ self.weights, dtype=np.float32)

    def probabilities(self, vectors: Vectors) -> Vectors:
        """(n, d) vectors → (n, k); each row sums to 1."""
        return _softmax(self.scores(vectors) * self.temperature)

    def save(self, path: Path) -> None:
        """One `.npz`; half precision is plenty for the examples and halves the file."""
        np.savez(
            path,
            labels=np.array(self.labels),
            mean=self.mean,
            examples=self.examples.astype(np.float16),
            weights=self.weights,
            temperature=np.float32(self.temperature),
        )

    @classmethod
    def load(cls, path: Path) -> "KernelModel":
        with np.load(path, allow_pickle=False) as data:
            return cls(
                labels=tuple(str(label) for label in data["labels"]),
                mean=data["mean"],
                examples=data["examples"].astype(np.float32),
                weights=data["weights"],
                temperature=float(data["temperature"]),
            )


@dataclass(frozen=True)
class HeldOut:
    """What a model that never saw them says of some of the questions: (m, k) scores and (m,) true labels."""

    labels: tuple[str, ...]
    scores: Vectors
    truth: NDArray[np.str_]

    def temperature(self) -> float:
        """The sharpness at which the probabilities fit the truth best (least log loss)."""
        column = np.searchsorted(np.array(self.labels), self.truth)
        rows = np.arange(len(column))
        losses = [-np.log(_softmax(self.scores * t)[rows, column] + 1e-9).mean() for t in _TEMPERATURES]
        return float(_TEMPERATURES[int(np.argmin(losses))])

    def probabilities(self, temperature: float) -> Vectors:
        return _softmax(self.scores * temperature)


def fit(vectors: Vectors, labels: Sequence[str], temperature: float = 1.0) -> KernelModel:
    """Fit on (n, d) vectors with one label each. Takes n² · 4 bytes of memory and n³ / 3 operations."""
    from scipy.linalg import cho_factor, cho_solve  # only training solves; a serving process needn't carry it

    names, wanted = np.unique(np.array(labels), return_inverse=True)
    mean = vectors.mean(axis=0)
    examples = _centred(vectors, mean)
    system = _kernel(examples, examples)
    system[np.diag_indices(len(system))] += RIDGE
    # The transpose of a symmetric matrix is itself, in the memory order that LAPACK works in without a copy.
    factor = cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
    targets = np.eye(len(names), dtype=np.float32)[wanted]
    weights = cho_solve(factor, targets, check_finite=False)
    return KernelModel(tuple(str(name) for name in names), mean, examples, weights.astype(np.float32), temperature)


def hold_out(vectors: Vectors, labels: Sequence[str], questions: Mask) -> HeldOut:
    """Fit without a fifth of the questions and score those. `questions` (n,) marks what people would really write.

    Other examples (sentences of the answers) only ever teach: nobody types them, so they must not set thresholds.
    """
    from sklearn.model_selection import StratifiedShuffleSplit  # 40 MB that a serving process needn't carry

    array = np.array(labels)
    asked = np.flatnonzero(questions)
    split = StratifiedShuffleSplit(1, test_size=HELD_OUT, random_state=SEED)
    _, chosen = next(split.split(asked, array[asked]))
    away = np.zeros(len(array), dtype=np.bool_)
    away[asked[chosen]] = True
    model = fit(vectors[~away], array[~away].tolist())
    return HeldOut(model.labels, model.scores(vectors[away]), array[away])


def calibrated(model: KernelModel, held_out: HeldOut) -> KernelModel:
    """The model with the sharpness that the held-out questions ask for."""
    return replace(model, temperature=held_out.temperature())


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    centred = vectors - mean
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(norms, 1e-9), dtype=np.float32)


def _kernel(left: Vectors, right: Vectors) -> Vectors:
    """exp(-WIDTH · |a - b|²) of unit vectors, computed in place: at 10,000 examples it is 400 MB."""
    product = left @ right.T
    product -= 1.0
    product *= 2.0 * WIDTH
    np.exp(product, out=product)
    return np.asarray(product, dtype=np.float32)


def _softmax(scores: Vectors) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
