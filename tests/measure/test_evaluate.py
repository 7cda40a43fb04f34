"""The promise of the product: a question that training never saw is understood."""

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.console import Console

from bot.engine.assistant import Assistant
from bot.engine.importer import KnowledgeImporter, is_question
from bot.errors import ContentError
from bot.knowledge.content import Content
from bot.measure import evaluate as evaluate_module
from bot.measure.evaluate import QUESTIONS, Question, Verdict, judge, read_questions
from bot.measure.understanding import Understander
from bot.settings import Settings
from tests.assistants import LANGUAGES

TOPIC_FIRST = 0.85
TOPIC_IN_THREE = 0.95
OUT_OF_SCOPE_ANSWERED = 0.10
WORST_LANGUAGE = 0.05  # how far below the whole a single language may fall
SERVED = 0.85
DIALOGUE = 0.85
COINCIDENCES = 0.02


@pytest.fixture(scope="module")
def verdicts(assistant: Assistant) -> list[Verdict]:
    return judge(Understander(assistant), read_questions(QUESTIONS))


def share(hits: Iterable[bool]) -> float:
    found = list(hits)
    assert len(found) >= 8, "too few questions to tell anything"
    return sum(found) / len(found)


def topics(verdicts: list[Verdict], language: str | None = None) -> list[Verdict]:
    return [v for v in verdicts if v.question.topic and language in (None, v.question.language)]


def test_the_right_topic_comes_first(verdicts: list[Verdict]) -> None:
    assert share(verdict.right for verdict in topics(verdicts)) >= TOPIC_FIRST


def test_the_right_topic_is_among_three(verdicts: list[Verdict]) -> None:
    assert share(verdict.among_three for verdict in topics(verdicts)) >= TOPIC_IN_THREE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(verdicts: list[Verdict], language: str) -> None:
    asked = topics(verdicts, language)

    assert share(verdict.right for verdict in asked) >= TOPIC_FIRST - WORST_LANGUAGE
    assert share(verdict.among_three for verdict in asked) >= TOPIC_IN_THREE - WORST_LANGUAGE


def test_people_get_their_answer_or_find_it_among_the_choices(verdicts: list[Verdict]) -> None:
    assert share(verdict.served for verdict in topics(verdicts)) >= SERVED


def test_what_is_out_of_scope_is_seldom_answered(verdicts: list[Verdict]) -> None:
    beyond = [verdict for verdict in verdicts if verdict.question.intent == "out_of_scope"]

    assert share(verdict.answered_with_topic for verdict in beyond) <= OUT_OF_SCOPE_ANSWERED


def test_small_talk_and_wishes_are_understood(verdicts: list[Verdict]) -> None:
    dialogue = [v for v in verdicts if v.question.intent not in ("ask_topic", "out_of_scope")]

    assert share(verdict.right for verdict in dialogue) >= DIALOGUE


def test_every_topic_is_asked_about_in_every_language(content: Content) -> None:
    questions = read_questions(QUESTIONS)

    for language in LANGUAGES:
        for topic in content.knowledge.topics:
            assert sum((q.language, q.topic) == (language, topic) for q in questions) >= 3, (language, topic)


def test_the_questions_are_not_those_that_are_taught() -> None:
    examples = KnowledgeImporter().get_nlu_data().training_examples
    taught = {bare(example.get("text")) for example in examples if is_question(example)}
    asked = [bare(question.text) for question in read_questions(QUESTIONS) if question.topic]

    assert len(taught) > 1000
    # Two authors who don't know of each other may both write “labour office phone number”, but seldom.
    assert share(text in taught for text in asked) <= COINCIDENCES


def bare(text: str) -> str:
    return text.casefold().strip(" ?!.")


def verdict(outcome: str, topic: str | None, *alternatives: str, wanted: str | None = "a") -> Verdict:
    intent = "ask_topic" if wanted else "out_of_scope"
    found = {
        "intent": "ask_topic" if topic else "greet",
        "topic": topic,
        "confidence": 0.5,
        "outcome": outcome,
        "alternatives": [{"topic": name, "confidence": 0.1} for name in alternatives],
        "ms": 1.0,
    }
    return Verdict(Question("cs", "?", intent, wanted), found)


def test_what_counts_as_served() -> None:
    assert verdict("answer", "a", "a").served
    assert verdict("clarify", "b", "b", "a").served
    assert not verdict("answer", "b", "b", "a").served
    assert not verdict("clarify", "b", "b").served
    assert not verdict("fallback", "a", "a").served


def test_only_an_answer_about_a_topic_answers_what_is_out_of_scope() -> None:
    assert verdict("answer", "a", wanted=None).answered_with_topic
    assert not verdict("clarify", "a", "a", wanted=None).answered_with_topic
    assert not verdict("answer", None, wanted=None).answered_with_topic


def test_the_report_has_a_row_for_each_language_and_lists_the_misses(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, text in (("cs", "recept na svíčkovou"), ("en", "who pays my health insurance without a job")):
        questions = f"topics:\n  retraining:\n    - {text}\ndialogue: {{}}\nout_of_scope: []\n"
        (tmp_path / f"{language}.yml").write_text(questions, "utf-8")
    monkeypatch.setattr(Understander, "load", classmethod(lambda cls, settings: cls(assistant)))
    screen = io.StringIO()

    evaluate_module.evaluate(Settings(), tmp_path, Console(file=screen, width=200), misses=True)

    table, *missed = screen.getvalue().split("└")
    assert [row for row in ("cs", "en", "all") if f"│ {row} " in table] == ["cs", "en", "all"]
    assert "en  retraining → health-insurance" in missed[0]
    assert "recept na svíčkovou" in missed[0]


@pytest.mark.parametrize(
    "text", ["", "[]", "topics: []\n", "topics: {a: [b]}\n", "topics: {\n", "topics: {}\ndialogue: {}\n"]
)
def test_a_file_of_another_shape_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "cs.yml").write_text(text, "utf-8")

    with pytest.raises(ContentError, match=r"cs\.yml isn't a set of questions"):
        read_questions(tmp_path)
