import pytest

from bot.engine.corpus import Phrase
from bot.engine.understanding.labels import ASK_TOPIC
from bot.measure.evaluate import Question
from bot.measure.phrases import duplicates, plain, repeated_questions

WAGES = Phrase("Šéf mi neplatí!", "cs", "topic:unpaid-wages")


def test_a_phrase_typed_alike_in_two_topics_is_found_whatever_its_accents() -> None:
    other = Phrase("sef mi neplati", "cs", "topic:minimum-wage")

    assert list(duplicates([WAGES, other])) == [(WAGES, other)]


@pytest.mark.parametrize(
    "other",
    [
        Phrase("sef mi neplati", "cs", "topic:unpaid-wages"),
        Phrase("Šéf mi neplatí!", "en", "topic:minimum-wage"),
        Phrase("Šéf mi neplatil", "cs", "topic:minimum-wage"),
    ],
    ids=["same topic", "other language", "other words"],
)
def test_what_cannot_confuse_is_no_duplicate(other: Phrase) -> None:
    assert list(duplicates([WAGES, other])) == []


def test_an_evaluation_question_that_was_taught_nearly_word_for_word_is_found() -> None:
    phrase = Phrase("when will my benefit be paid to my account", "en", "topic:unemployment-benefit-payment")
    near = Question("en", "When will my benefits be paid to my account?", ASK_TOPIC, "unemployment-benefit-payment")
    far = Question("en", "When do they pay?", ASK_TOPIC, "unemployment-benefit-payment")
    elsewhere = Question("cs", near.text, ASK_TOPIC, "unemployment-benefit-payment")

    assert list(repeated_questions([phrase], [near, far, elsewhere])) == [(phrase, near)]


def test_plain_text_keeps_letters_and_digits_of_any_script() -> None:
    assert plain("Коли, 8 днів?  ") == "коли 8 днів"
    assert plain("Tôi mất việc…") == "toi mat viec"
