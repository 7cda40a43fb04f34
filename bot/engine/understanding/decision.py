"""Answer, ask back, or admit not knowing: chosen by what each outcome is worth to the person who asked.

The thresholds are not set by hand: `choose_thresholds` looks for the pair that is worth most on the out-of-fold
probabilities of the training phrases. What is set by hand is the worth: a wrong answer given with confidence costs
the person a deadline, asking back costs a tap (docs/decisions/0004-answer-clarify-fallback.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.engine.understanding.labels import OUT_OF_SCOPE, facet_of, intent_of, topic_of

Outcome = Literal["answer", "clarify", "fallback"]

MOST_CHOICES = 3
WORTH_RIGHT_ANSWER = 1.0
WORTH_RIGHT_CHOICE = 0.6
WORTH_FALLBACK = 0.0
WORTH_WRONG_CHOICES = -0.3
WORTH_WRONG_ANSWER = -2.0
_GRID = tuple(round(step * 0.025, 3) for step in range(4, 37))


@dataclass(frozen=True)
class Thresholds:
    """`answer`: least probability of the best label; `clarify`: least probability of the best three topics together."""

    answer: float
    clarify: float


@dataclass(frozen=True)
class Ranked:
    label: str
    probability: float


@dataclass(frozen=True)
class Decision:
    """`intent`, `topic` and `facet` are the best guess whatever the outcome; `topics` are the best three topics.

    `facet` is what a follow-up asks for, `also` the topic of a second question in the same message.
    """

    outcome: Outcome
    intent: str
    topic: str | None
    probability: float
    topics: tuple[Ranked, ...]
    facet: str | None = None
    also: str | None = None


def without_follow_ups(labels: Sequence[str], probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """(…, k) probabilities when nothing was talked about yet: "and how much?" can't be what is meant."""
    kept = np.where([facet_of(label) is None for label in labels], probabilities, np.float32(0))
    return np.asarray(kept / kept.sum(axis=-1, keepdims=True), dtype=np.float32)


def decide(
    labels: Sequence[str], probabilities: NDArray[np.float32], thresholds: Thresholds, last_topic: str | None = None
) -> Decision:
    """One row of probabilities (k,) → what to do. Out of scope is always a fallback: it is never answered.

    `last_topic` is what the conversation is about: a follow-up asks for a facet of it.
    """
    if last_topic is None:
        probabilities = without_follow_ups(labels, probabilities)
    order = np.argsort(-probabilities, kind="stable")
    ranked = [Ranked(labels[i], float(probabilities[i])) for i in order]
    best = ranked[0]
    topics = tuple(Ranked(topic, item.probability) for item in ranked if (topic := topic_of(item.label)) is not None)[
        :MOST_CHOICES
    ]
    facet = facet_of(best.label)
    return Decision(
        outcome=_outcome(best, topics, thresholds),
        intent=intent_of(best.label),
        topic=last_topic if facet else topic_of(best.label),
        probability=best.probability,
        topics=topics,
        facet=facet,
    )


def _outcome(best: Ranked, topics: Sequence[Ranked], thresholds: Thresholds) -> Outcome:
    if best.label == OUT_OF_SCOPE:
        return "fallback"
    if best.probability >= thresholds.answer:
        return "answer"
    return "clarify" if sum(topic.probability for topic in topics) >= thresholds.clarify else "fallback"


def choose_thresholds(
    labels: Sequence[str], probabilities: NDArray[np.float32], truth: Sequence[str]
) -> tuple[Thresholds, float]:
    """The pair worth most on (n, k) out-of-fold probabilities, and its mean worth a message (1 is the best).

    As for a first message: follow-ups are left out.
    """
    first = np.array([facet_of(label) is None for label in truth])
    asked = [label for label in truth if facet_of(label) is None]
    outcomes = _Outcomes.of(labels, without_follow_ups(labels, probabilities[first]), asked)
    pairs = [Thresholds(answer, clarify) for answer in _GRID for clarify in _GRID if clarify <= answer]
    worth = [outcomes.worth(pair) for pair in pairs]
    best = int(np.argmax(worth))
    return pairs[best], worth[best]


@dataclass(frozen=True)
class _Outcomes:
    """The arrays (n,) from which the worth of any pair of thresholds follows."""

    best: NDArray[np.float32]
    right: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    together: NDArray[np.float32]
    among: NDArray[np.bool_]
    beyond: NDArray[np.bool_]

    @classmethod
    def of(cls, labels: Sequence[str], probabilities: NDArray[np.float32], truth: Sequence[str]) -> "_Outcomes":
        names = np.array(labels)
        wanted = np.array(truth)
        is_topic = np.array([topic_of(label) is not None for label in labels])
        first = names[probabilities.argmax(axis=1)]
        topics = np.where(is_topic, probabilities, 0.0)
        shown = np.argsort(-topics, axis=1)[:, :MOST_CHOICES]
        return cls(
            best=probabilities.max(axis=1),
            right=first == wanted,
            refused=first == OUT_OF_SCOPE,
            together=np.take_along_axis(topics, shown, axis=1).sum(axis=1),
            among=(names[shown] == wanted[:, None]).any(axis=1),
            beyond=wanted == OUT_OF_SCOPE,
        )

    def worth(self, thresholds: Thresholds) -> float:
        answered = ~self.refused & (self.best >= thresholds.answer)
        clarified = ~self.refused & ~answered & (self.together >= thresholds.clarify)
        worth = np.where(self.beyond, WORTH_RIGHT_ANSWER, WORTH_FALLBACK)
        worth = np.where(clarified, np.where(self.among, WORTH_RIGHT_CHOICE, WORTH_WRONG_CHOICES), worth)
        worth = np.where(answered, np.where(self.right, WORTH_RIGHT_ANSWER, WORTH_WRONG_ANSWER), worth)
        return float(worth.mean())
