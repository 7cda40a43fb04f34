import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.engine.output import reply_from
from bot.engine.training import DOMAIN
from bot.errors import UnknownChoice
from bot.knowledge.checker.text_rules import MOST_BUTTON, MOST_SECTION, MOST_SHORT
from bot.knowledge.content import Content
from bot.knowledge.speech import CHOICE_PAYLOADS, MOST_FACETS, MOST_RELATED, Rendered, Speech
from bot.settings import ROOT
from tests.assistants import LANGUAGES, NOW

SPEAKING = ("utter", "languages", "say")
MOST_MENU = 12


def utterances() -> set[str]:
    """The names of all phrases `utter.<name>` that the program may ask for."""
    domain = yaml.safe_load(DOMAIN.read_text("utf-8"))
    of_rasa = {action.removeprefix("utter_") for action in domain["actions"] if action.startswith("utter_")}
    rooms = (ROOT / "actions", ROOT / "bot" / "engine")
    code = [*(path for room in rooms for path in room.glob("*.py")), ROOT / "bot" / "knowledge" / "speech.py"]
    in_code = {name for path in code for name in named_in(ast.parse(path.read_text("utf-8"))) if "." not in name}
    assert {"greet", "out_of_scope"} <= of_rasa
    assert {"apology", "clarify", "fallback", "language_changed", "language_menu"} <= in_code
    return of_rasa | in_code


def named_in(code: ast.AST) -> Iterator[str]:
    """What is passed to a method of `Speech` that speaks a phrase by its name, or stands there by default."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPEAKING:
            yield from _texts(node.args)
        elif isinstance(node, ast.FunctionDef) and node.name in SPEAKING:
            yield from _texts(node.args.defaults)


def _texts(values: Iterable[ast.expr]) -> Iterator[str]:
    """The texts among the values, and those that are chosen between by a condition."""
    chosen = [part for v in values for part in ([v.body, v.orelse] if isinstance(v, ast.IfExp) else [v])]
    return (value.value for value in chosen if isinstance(value, ast.Constant) and isinstance(value.value, str))


def written(language: str) -> dict[str, dict[str, str]]:
    phrases: dict[str, dict[str, str]] = yaml.safe_load(
        (ROOT / "knowledge" / "phrases" / f"{language}.yml").read_text("utf-8")
    )
    return phrases


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_said_is_written_in_this_language(language: str) -> None:
    phrases = written(language)

    assert utterances() <= phrases["utter"].keys()
    assert CHOICE_PAYLOADS.keys() <= phrases["choice"].keys()


def test_the_menu_names_only_what_there_is(content: Content) -> None:
    assert content.menu.choices

    for name, kinds in content.menu.choices.items():
        assert name in utterances()
        assert set(kinds) <= {"topics", *CHOICE_PAYLOADS}
    assert set(content.menu.topics) <= content.knowledge.topics.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_utterance_comes_with_the_buttons_of_the_menu(speech: Speech, content: Content, language: str) -> None:
    for name in utterances():
        message = speech.utter(name, language)
        kinds = content.menu.choices.get(name, ())

        assert no_gaps(message["text"])
        assert len(message["buttons"]) == sum(len(content.menu.topics) if kind == "topics" else 1 for kind in kinds)
        assert len(message["buttons"]) <= MOST_MENU
        check_buttons(message, content)


def answers(content: Content) -> Iterator[tuple[str, str | None]]:
    for topic in content.knowledge.topics.values():
        for facet in (None, *topic.facets):
            yield topic.id, facet


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_given_and_fits(speech: Speech, content: Content, language: str) -> None:
    given = list(answers(content))
    assert len(given) >= 12 * 3

    for topic, facet in given:
        message = speech.answer(topic, facet, language)
        custom = message["custom"]

        assert no_gaps(message["text"]), (topic, facet)
        assert len(message["text"]) <= (MOST_SECTION if facet else MOST_SHORT), (topic, facet)
        assert (custom["language"], custom["topic"], custom["card"]["facet"]) == (language, topic, facet)
        assert custom["sources"], topic
        check_buttons(message, content)


def no_gaps(text: str) -> bool:
    return bool(text.strip()) and "{" not in text and "}" not in text


def check_buttons(message: Rendered, content: Content) -> None:
    """Titles fit a small button and every payload leads somewhere."""
    intents = yaml.safe_load(DOMAIN.read_text("utf-8"))["intents"]
    choices = reply_from(message).choices
    assert len({choice.title for choice in choices}) == len(choices)
    for choice in choices:
        assert 0 < len(choice.title) <= MOST_BUTTON, choice.title
        assert choice.intent in intents
        if topic := choice.entities.get("topic"):
            assert choice.entities.get("facet") in (None, *content.knowledge.topics[topic].facets)


def test_an_answer_leads_on_to_its_other_facets_and_to_related_topics(speech: Speech, content: Content) -> None:
    topic = content.knowledge.topics["health-insurance"]

    choices = reply_from(speech.answer(topic.id, "amount", "en")).choices
    facets = [choice.entities["facet"] for choice in choices if "facet" in choice.entities]
    related = [choice.entities["topic"] for choice in choices if "facet" not in choice.entities]

    assert facets == [facet for facet in topic.facets if facet != "amount"][:MOST_FACETS]
    assert related == list(topic.related)[:MOST_RELATED]


def test_asking_back_offers_the_topics_in_their_order_and_then_a_person(speech: Speech) -> None:
    choices = reply_from(speech.clarify(["retraining", "find-office"], "vi")).choices

    assert [choice.entities.get("topic") for choice in choices[:2]] == ["retraining", "find-office"]
    assert [choice.intent for choice in choices[2:]] == ["human_handoff"]


def test_the_language_menu_names_each_language_in_itself(speech: Speech, content: Content) -> None:
    choices = reply_from(speech.languages("ar")).choices

    assert [choice.entities["language"] for choice in choices] == list(LANGUAGES)
    assert [choice.title for choice in choices] == [language.name for language in content.knowledge.languages.values()]


@pytest.mark.parametrize("language", [None, "", "tlh", "de"])
def test_a_language_without_content_is_answered_in_english(speech: Speech, language: str | None) -> None:
    assert speech.utter("greet", language)["custom"]["language"] == "en"
    assert speech.answer("retraining", None, language)["custom"]["language"] == "en"


def test_a_topic_that_is_not_there_is_refused(speech: Speech) -> None:
    with pytest.raises(UnknownChoice):
        speech.answer("no-such-topic", None, "cs")


def test_a_follow_up_that_the_topic_says_nothing_about_gets_its_short_answer(speech: Speech) -> None:
    assert speech.answer("retraining", "no-such-facet", "cs") == speech.answer("retraining", None, "cs")


def test_a_source_that_was_never_checked_is_not_shown(knowledge_copy: Path) -> None:
    path = knowledge_copy / "topics" / "retraining" / "topic.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"\n    checked: .*", "", text, count=1), "utf-8")
    assert path.read_text("utf-8") != text

    before, after = (
        reply_from(Speech(Content.load(root, lambda: NOW)).answer("retraining", None, "cs")).sources
        for root in (ROOT / "knowledge", knowledge_copy)
    )

    assert len(after) == len(before) - 1
