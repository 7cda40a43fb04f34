import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.splitting import MOST_UNITS, split_text, units

TEXTS = st.text(st.sampled_from("ab . \n🙂ž\u0627"), max_size=300)


@given(TEXTS, st.integers(2, 40))
def test_nothing_but_white_space_is_lost_and_every_piece_fits(text: str, most: int) -> None:
    pieces = split_text(text, most)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)
    assert all(piece.strip() and units(piece) <= most for piece in pieces)


@given(st.text(max_size=50))
def test_units_are_utf_16_code_units(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("text", ["x" * MOST_UNITS, "🙂" * (MOST_UNITS // 2)])
def test_what_just_fits_stays_whole(text: str) -> None:
    assert split_text(text) == [text]
    assert len(split_text(text + "x")) == 2


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("first one\n\nsecond one", ["first one", "second one"]),
        ("first one\nsecond one", ["first one", "second one"]),
        ("Go there. Then ask", ["Go there.", "Then ask"]),
        ("go there now again", ["go there now", "again"]),
        ("gothere nowagainx", ["gothere", "nowagainx"]),
        ("gotherenowagainand", ["gotherenowag", "ainand"]),
        ("a\n\nthere now again", ["a\n\nthere now", "again"]),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, pieces: list[str]) -> None:
    assert split_text(text, 12) == pieces


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_a_blank_text_has_no_pieces(blank: str) -> None:
    assert split_text(blank) == []
