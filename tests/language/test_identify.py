"""The assistant understands which language a short message is in."""

import time

import pytest

from bot.language.identify import SUPPORTED
from bot.language.resources import LanguageResources
from tests.language.measure import FORMS, expected_of, identified, pairs, sentences


@pytest.mark.parametrize("name", FORMS)
def test_language_and_form_of_short_sentences_are_found(resources: LanguageResources, name: str) -> None:
    expected = expected_of(name)
    assert len(expected) >= 25
    assert identified(resources.model, expected) >= 0.96


@pytest.mark.parametrize("code", SUPPORTED)
def test_three_words_are_enough(resources: LanguageResources, code: str) -> None:
    starts = [" ".join(text.split()[:3]) for text in sentences(code)]
    found = [resources.model.identify(text)[0].code for text in starts]
    assert found.count(code) / len(found) >= 0.92


def test_other_languages_are_not_taken_for_ours(resources: LanguageResources) -> None:
    others = pairs("other")
    assert len(others) >= 25
    taken = [text for _, text in others if resources.model.identify(text)[0].code in SUPPORTED]
    assert taken == []


@pytest.mark.parametrize("text", ["", "   ", "👍😀", "12 345", "!!!", "zxcvbn qwrtp"])
def test_no_language_is_said_when_there_is_none(resources: LanguageResources, text: str) -> None:
    assert resources.model.identify(text)[0].code is None


def test_quoted_czech_terms_do_not_make_a_message_czech(resources: LanguageResources) -> None:
    quoting = pairs("quoting")
    wrong = [text for code, text in quoting if resources.model.identify(text)[0].code != code]
    assert len(quoting) >= 10 and wrong == []


def test_probabilities_are_a_ranking(resources: LanguageResources) -> None:
    for text, _, _ in expected_of("cs_bare"):
        shares = [guess.probability for guess in resources.model.identify(text)]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.001


def test_identification_takes_about_a_millisecond(resources: LanguageResources) -> None:
    texts = [text for name in FORMS for text, _, _ in expected_of(name)]
    start = time.process_time()
    for text in texts:
        resources.model.identify(text)
    assert (time.process_time() - start) / len(texts) < 0.003  # seconds; 0.0006 on a quiet machine
