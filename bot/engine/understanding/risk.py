"""Whether somebody is in danger: suicidal, beaten, forced to work, without papers taken away, without a bed tonight.

A model of its own, beside the topics: danger is said in the middle of any question, and must be heard even when the
topic is something else or isn't understood at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

NO_RISK = "none"
STRENGTH = 10.0
MOST_FALSE_ALARMS = 0.01  # of calm questions: an emergency line that comes too often is no longer read
_THRESHOLDS = np.linspace(0.1, 0.98, 89)


@dataclass(frozen=True)
class RiskModel:
    """Logistic regression over sentence vectors. Shapes: kinds (k,), mean (d,), weights (k, d), bias (k,)."""

    kinds: tuple[str, ...]
    mean: Vectors
    weights: Vectors
    bias: Vectors
    threshold: float = 0.5

    def probabilities(self, vectors: Vectors) -> Vectors:
        """(n, d) vectors → (n, k); each row sums to 1, `NO_RISK` among the kinds."""
        powers = (vectors - self.mean) @ self.weights.T + self.bias
        powers = np.exp(powers - powers.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)

    def kind(self, vector: Vectors) -> str | None:
        """The likeliest danger of one message (d,), or None. Kinds count together: they are often told at once."""
        probabilities = self.probabilities(vector[np.newaxis, :])[0]
        calm = self.kinds.index(NO_RISK)
        if 1 - probabilities[calm] < self.threshold:
            return None
        probabilities[calm] = 0
        return self.kinds[int(probabilities.argmax())]

    def save(self, path: Path) -> None:
        parts = {"mean": self.mean, "weights": self.weights, "bias": self.bias}
        np.savez(path, kinds=np.array(self.kinds), threshold=np.float32(self.threshold), **parts)

    @classmethod
    def load(cls, path: Path) -> "RiskModel":
        with np.load(path, allow_pickle=False) as data:
            kinds = tuple(str(kind) for kind in data["kinds"])
            return cls(kinds, data["mean"], data["weights"], data["bias"], float(data["threshold"]))


def fit(vectors: Vectors, kinds: Sequence[str], held_out: NDArray[np.bool_]) -> RiskModel:
    """Fit on (n, d) vectors with one kind each; the threshold comes from the rows that `held_out` (n,) marks."""
    named = np.array(kinds)
    trial = _fit(vectors[~held_out], named[~held_out])
    calm = trial.kinds.index(NO_RISK)
    danger = 1 - trial.probabilities(vectors[held_out])[:, calm]
    threshold = choose_threshold(danger, named[held_out] != NO_RISK)
    final = _fit(vectors, named)
    return RiskModel(final.kinds, final.mean, final.weights, final.bias, threshold)


def choose_threshold(danger: Vectors, truth: NDArray[np.bool_]) -> float:
    """The lowest threshold, which misses fewest cries for help, that still leaves calm questions alone."""
    alarms = [float(np.mean(danger[~truth] >= line)) for line in _THRESHOLDS]
    return float(_THRESHOLDS[next((n for n, share in enumerate(alarms) if share <= MOST_FALSE_ALARMS), -1)])


def _fit(vectors: Vectors, kinds: NDArray[np.str_]) -> RiskModel:
    from sklearn.linear_model import LogisticRegression  # a serving process needn't carry it

    mean = vectors.mean(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(vectors - mean, kinds)
    names = tuple(str(name) for name in model.classes_)
    return RiskModel(names, mean, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))
