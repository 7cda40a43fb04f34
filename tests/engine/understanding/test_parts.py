import pytest

from bot.engine.understanding.parts import MOST_CUTS, cuts

AND = frozenset({"and", "а", "та"})


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("How much is the benefit? Where do I register", ("How much is the benefit?", "Where do I register")),
        ("كم المبلغ الذي أحصل عليه؟ أين أسجل نفسي اليوم", ("كم المبلغ الذي أحصل عليه؟", "أين أسجل نفسي اليوم")),
        ("how much will I get\nwhere do I go", ("how much will I get", "where do I go")),
        ("how much will I get and where do I go", ("how much will I get", "where do I go")),
        ("скільки мені заплатять, а куди треба йти", ("скільки мені заплатять,", "куди треба йти")),
    ],
)
def test_two_questions_are_cut_at_a_mark_a_line_or_a_conjunction(text: str, halves: tuple[str, str]) -> None:
    assert cuts(text, AND) == [halves]


@pytest.mark.parametrize(
    "text", ["", "and", "pay and leave", "Really? I lost my job yesterday", "one two three four five six"]
)
def test_a_message_whose_halves_would_be_no_sentences_stays_whole(text: str) -> None:
    assert cuts(text, AND) == []


def test_a_long_list_is_cut_only_a_few_times() -> None:
    text = " and ".join(["one more thing please"] * 20)

    assert len(cuts(text, AND)) == MOST_CUTS
