"""Whether somebody is in danger: suicidal, beaten, forced to work, without papers taken away, without a bed tonight.

A model of its own, beside the topics: danger is said in the middle of any question, and must be heard even when the
topic is something else or isn't understood at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.engine.understanding.linear import LinearModel, Mask, Vectors, fit, hold_out, softmax

NO_RISK = "none"
MOST_FALSE_ALARMS = 0.01  # of calm questions: an emergency line that comes too often is no longer read
_THRESHOLDS = np.linspace(0.1, 0.98, 89)


@dataclass(frozen=True)
class RiskModel:
    """Tells the kinds of danger apart, and all of them from `NO_RISK`; `threshold` is the least probability of any."""

    model: LinearModel
    threshold: float

    def kind(self, vector: Vectors) -> str | None:
        """The likeliest danger of one message (d,), or None. Kinds count together: they are often told at once."""
        probabilities = self.model.probabilities(vector[np.newaxis, :])[0]
        calm = self.model.labels.index(NO_RISK)
        if 1 - probabilities[calm] < self.threshold:
            return None
        probabilities[calm] = 0
        return self.model.labels[int(probabilities.argmax())]


def fit_risk(vectors: Vectors, kinds: Sequence[str], away: Mask) -> RiskModel:
    """Fit on (n, d) vectors with one kind each; the threshold comes from the rows that `away` (n,) marks."""
    unseen = hold_out(vectors, kinds, away)
    danger = 1 - softmax(unseen.scores)[:, unseen.labels.index(NO_RISK)]
    threshold = choose_threshold(danger, unseen.truth != NO_RISK)
    return RiskModel(fit(vectors, kinds, unseen.model), threshold)


def choose_threshold(danger: Vectors, truth: NDArray[np.bool_]) -> float:
    """The lowest threshold, which misses fewest cries for help, that still leaves calm questions alone."""
    alarms = [float(np.mean(danger[~truth] >= line)) for line in _THRESHOLDS]
    return float(_THRESHOLDS[next((n for n, share in enumerate(alarms) if share <= MOST_FALSE_ALARMS), -1)])
