import numpy as np
import pytest

from bot.engine.understanding.linear import Vectors
from bot.engine.understanding.risk import NO_RISK, RiskModel, choose_threshold, fit_risk
from bot.engine.understanding.risk_words import RiskWords
from bot.settings import ROOT

KINDS = (NO_RISK, "suicide", "violence")


def said(size: int, seed: int) -> tuple[Vectors, list[str]]:
    """`size` vectors of each kind around a direction of its own."""
    random = np.random.default_rng(seed)
    near = [np.eye(3, 12)[n] + 0.1 * random.standard_normal((size, 12)) for n in range(len(KINDS))]
    return np.concatenate(near).astype(np.float32), [kind for kind in KINDS for _ in range(size)]


@pytest.fixture(scope="module")
def model() -> RiskModel:
    vectors, kinds = said(30, seed=1)
    return fit_risk(vectors, kinds, np.arange(len(kinds)) % 5 == 0)


def test_danger_is_heard_by_its_kind_and_calm_messages_pass(model: RiskModel) -> None:
    vectors, kinds = said(10, seed=2)

    heard = [model.kind(vector) for vector in vectors]

    assert heard == [None if kind == NO_RISK else kind for kind in kinds]


def test_what_is_told_between_two_dangers_is_still_danger(model: RiskModel) -> None:
    both = (np.eye(3, 12)[1] + np.eye(3, 12)[2]).astype(np.float32)

    assert model.kind(both) in ("suicide", "violence")


def test_as_much_danger_is_heard_as_calm_questions_allow() -> None:
    danger = np.array([0.9, 0.3, *[0.25] * 2, *[0.1] * 298], np.float32)
    truth = np.array([True, True] + [False] * 300)

    assert 0.1 < choose_threshold(danger, truth) <= 0.25


def test_many_needless_emergency_lines_for_one_doubtful_cry_are_too_many() -> None:
    danger = np.array([0.9, 0.3, *[0.4] * 50, *[0.1] * 100], np.float32)
    truth = np.array([True, True] + [False] * 150)

    assert 0.4 < choose_threshold(danger, truth) <= 0.9


@pytest.fixture(scope="module")
def certain() -> RiskWords:
    return RiskWords.read(ROOT / "nlu_data")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("premyslim o SEBEVRAZDE, neplati mi mzdu", "suicide"),
        ("i just want to die, where do i register", "suicide"),
        ("я більше не хочу жити", "suicide"),
        ("toi muon tu tu", "suicide"),
        ("أفكر في الانتحار", "suicide"),
        ("муж избил меня вчера", "violence"),
        ("manžel mě znásilnil", "violence"),
        ("это торговля людьми", "forced_labour"),
    ],
)
def test_words_that_mean_danger_are_heard_however_they_are_typed(certain: RiskWords, text: str, kind: str) -> None:
    assert certain.kind(text) == kind


@pytest.mark.parametrize(
    "text", ["chci změnit práci", "this deadline will be the death of me", "хочу жити в Празі", ""]
)
def test_other_words_are_no_danger(certain: RiskWords, text: str) -> None:
    assert certain.kind(text) is None
