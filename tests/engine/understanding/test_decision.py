import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from bot.engine.understanding.decision import (
    MOST_CHOICES,
    WORTH_FALLBACK,
    WORTH_RIGHT_ANSWER,
    WORTH_RIGHT_CHOICE,
    WORTH_WRONG_ANSWER,
    WORTH_WRONG_CHOICES,
    Thresholds,
    choose_thresholds,
    decide,
)
from bot.engine.understanding.labels import OUT_OF_SCOPE, intent_of, topic_of

LABELS = ("greet", OUT_OF_SCOPE, "topic:a", "topic:b", "topic:c", "topic:d")
THRESHOLDS = Thresholds(answer=0.6, clarify=0.4)


def row(**probabilities: float) -> NDArray[np.float32]:
    """`row(a=0.5, greet=0.2)`: what isn't named is zero."""
    return np.array([probabilities.get(label.removeprefix("topic:"), 0.0) for label in LABELS], dtype=np.float32)


rows = arrays(np.float32, len(LABELS), elements=st.floats(0.0009765625, 1, width=32)).map(lambda raw: raw / raw.sum())
thresholds = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: Thresholds(max(pair), min(pair)))


@pytest.mark.parametrize(
    ("probabilities", "outcome", "intent", "topic"),
    [
        (row(a=0.625, b=0.375), "answer", "ask_topic", "a"),
        (row(a=0.59, b=0.41), "clarify", "ask_topic", "a"),
        (row(greet=0.625, a=0.375), "answer", "greet", None),
        (row(greet=0.5, a=0.25, b=0.25), "clarify", "greet", None),
        (row(greet=0.55, a=0.25, b=0.1, out_of_scope=0.1), "fallback", "greet", None),
        (row(out_of_scope=0.9, a=0.1), "fallback", OUT_OF_SCOPE, None),
        (row(out_of_scope=0.4, a=0.3, b=0.3), "fallback", OUT_OF_SCOPE, None),
    ],
)
def test_what_is_done_with_a_message(
    probabilities: NDArray[np.float32], outcome: str, intent: str, topic: str | None
) -> None:
    decision = decide(LABELS, probabilities, THRESHOLDS)

    assert (decision.outcome, decision.intent, decision.topic) == (outcome, intent, topic)


def test_just_at_the_threshold_is_enough() -> None:
    assert decide(LABELS, row(a=0.5, greet=0.5), Thresholds(0.5, 0.5)).outcome == "answer"
    assert decide(LABELS, row(a=0.25, b=0.25, greet=0.5), Thresholds(0.75, 0.5)).outcome == "clarify"


def test_the_three_likeliest_topics_are_shown_best_first() -> None:
    decision = decide(LABELS, row(d=0.1, b=0.3, a=0.25, c=0.2, greet=0.15), THRESHOLDS)

    assert [topic.label for topic in decision.topics] == ["b", "a", "c"]


@given(rows, thresholds)
def test_out_of_scope_is_never_answered(probabilities: NDArray[np.float32], pair: Thresholds) -> None:
    decision = decide(LABELS, probabilities, pair)

    best = LABELS[int(np.argmax(probabilities))]
    assert (decision.intent, decision.topic) == (intent_of(best), topic_of(best))
    assert best != OUT_OF_SCOPE or decision.outcome == "fallback"


@given(rows, thresholds)
def test_at_most_three_topics_and_they_fall(probabilities: NDArray[np.float32], pair: Thresholds) -> None:
    topics = decide(LABELS, probabilities, pair).topics

    assert 1 <= len(topics) <= MOST_CHOICES
    assert [t.probability for t in topics] == sorted((t.probability for t in topics), reverse=True)


def worth(probabilities: NDArray[np.float32], truth: list[str], pair: Thresholds) -> float:
    """Written anew from the meaning of the outcomes: what the arrays of `choose_thresholds` are held against."""
    return float(np.mean([_worth(row, wanted, pair) for row, wanted in zip(probabilities, truth, strict=True)]))


def _worth(probabilities: NDArray[np.float32], wanted: str, pair: Thresholds) -> float:
    decision = decide(LABELS, probabilities, pair)
    if decision.outcome == "answer":
        return WORTH_RIGHT_ANSWER if LABELS[int(np.argmax(probabilities))] == wanted else WORTH_WRONG_ANSWER
    if decision.outcome == "clarify":
        return WORTH_RIGHT_CHOICE if topic_of(wanted) in {t.label for t in decision.topics} else WORTH_WRONG_CHOICES
    return WORTH_RIGHT_ANSWER if wanted == OUT_OF_SCOPE else WORTH_FALLBACK


def questions(seed: int) -> tuple[NDArray[np.float32], list[str]]:
    """Messages with a known truth, more or less clear; the model is wrong about some of them."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, len(LABELS), 60)
    scores = random.standard_normal((60, len(LABELS)))
    scores[np.arange(60), truth] += random.uniform(0, 4, 60)
    powers = np.exp(scores)
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32), [LABELS[i] for i in truth]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_other_pair_of_thresholds_is_worth_more(seed: int) -> None:
    probabilities, truth = questions(seed)

    chosen, its_worth = choose_thresholds(LABELS, probabilities, truth)

    assert its_worth == pytest.approx(worth(probabilities, truth, chosen), abs=1e-6)
    assert chosen.clarify <= chosen.answer
    for answer in np.arange(0.1, 0.91, 0.1):
        for clarify in np.arange(0.1, answer + 0.01, 0.1):
            other = Thresholds(round(float(answer), 3), round(float(clarify), 3))
            assert worth(probabilities, truth, other) <= its_worth + 1e-6, other


def test_a_model_that_is_often_wrong_is_made_to_ask_back() -> None:
    probabilities, truth = questions(4)
    sure, _ = choose_thresholds(LABELS, probabilities, truth)
    wrong = [LABELS[(LABELS.index(label) + 1) % len(LABELS)] for label in truth]

    careful, _ = choose_thresholds(LABELS, probabilities, wrong)

    assert careful.answer > sure.answer


FOLLOW_UPS = (*LABELS, "facet:amount")


def asked(**probabilities: float) -> NDArray[np.float32]:
    """As `row`, with the follow-up "and how much?" as a seventh label."""
    amount = probabilities.pop("amount", 0.0)
    return np.append(row(**probabilities), np.float32(amount))


def test_a_follow_up_asks_for_a_facet_of_what_the_conversation_is_about() -> None:
    decision = decide(FOLLOW_UPS, asked(amount=0.7, a=0.3), THRESHOLDS, last_topic="c")

    assert (decision.outcome, decision.intent, decision.topic, decision.facet) == ("answer", "ask_topic", "c", "amount")


def test_at_the_beginning_of_a_conversation_nothing_is_a_follow_up() -> None:
    decision = decide(FOLLOW_UPS, asked(amount=0.7, a=0.2, b=0.1), THRESHOLDS)

    assert (decision.topic, decision.facet) == ("a", None)
    assert decision.probability == pytest.approx(0.2 / 0.3)


def test_a_new_question_leaves_the_old_topic() -> None:
    decision = decide(FOLLOW_UPS, asked(a=0.8, amount=0.2), THRESHOLDS, last_topic="c")

    assert (decision.topic, decision.facet) == ("a", None)


def test_follow_ups_do_not_set_the_thresholds_of_first_messages() -> None:
    first = np.stack([asked(a=0.9, b=0.1), asked(b=0.6, a=0.4)])
    with_follow_up = np.stack([*first, asked(amount=0.9, a=0.1)])

    alone, _ = choose_thresholds(FOLLOW_UPS, first, ["topic:a", "topic:b"])
    together, _ = choose_thresholds(FOLLOW_UPS, with_follow_up, ["topic:a", "topic:b", "facet:amount"])

    assert alone == together
