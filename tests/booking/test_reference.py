import pytest

from bot.booking.reference import ALPHABET, new_reference, read_reference


def test_a_reference_has_no_letters_that_look_alike() -> None:
    for pair in ("B8", "I1", "O0", "S5", "Z2"):
        assert not set(pair) & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 26


def test_references_are_all_different() -> None:
    assert len({new_reference() for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize("typed", ["KX7M-4RTP-9C", "kx7m4rtp9c", " kx7m 4rtp 9c ", "KX7M–4RTP–9C"])
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert read_reference(typed) == "KX7M-4RTP-9C"


@pytest.mark.parametrize("typed", ["", "KX7M-4RTP-9", "KX7M-4RTP-9O", "KX7M-4RTP-9C9", "кх7м-4ртр-9с"])
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert read_reference(typed) is None


def test_a_new_reference_reads_as_itself() -> None:
    reference = new_reference()
    assert read_reference(reference.lower()) == reference
