import copy
from collections import Counter
from pathlib import Path

import pytest
import yaml
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.importer import (
    DOMAIN_FILE,
    LABEL,
    LANGUAGE,
    LANGUAGE_CHOSEN,
    SENTENCE,
    KnowledgeImporter,
    is_question,
)
from bot.engine.understanding.labels import ASK_TOPIC, topic_of
from bot.knowledge.content import Content
from tests.assistants import LANGUAGES, ChangeSettings

FEWEST_QUESTIONS = 20
TOPIC = "health-insurance"


@pytest.fixture(scope="module")
def examples() -> list[Message]:
    return list(KnowledgeImporter().get_nlu_data().training_examples)


def test_every_example_carries_a_language_and_a_label(examples: list[Message], content: Content) -> None:
    intents = set(KnowledgeImporter().get_domain().intents)
    assert len(examples) > 1000

    for example in examples:
        assert example.get(METADATA)[LANGUAGE] in LANGUAGES
        assert example.get(METADATA)[LANGUAGE_CHOSEN] is True
        assert example.get(TEXT).strip()
        topic = topic_of(example.get(LABEL))
        assert topic in content.knowledge.topics if topic else example.get(LABEL) in intents
        assert example.get(INTENT) == (ASK_TOPIC if topic else example.get(LABEL))


def test_every_topic_and_every_dialogue_intent_is_taught_in_every_language(
    examples: list[Message], content: Content
) -> None:
    asked = Counter((e.get(LABEL), e.get(METADATA)[LANGUAGE]) for e in examples if is_question(e))
    dialogue = {label for label, _ in asked if topic_of(label) is None}
    assert {"greet", "help", "human_handoff", "change_language", "out_of_scope"} <= dialogue

    for language in LANGUAGES:
        for topic in content.knowledge.topics:
            assert asked[f"topic:{topic}", language] > FEWEST_QUESTIONS, (topic, language)
        for label in dialogue:
            assert asked[label, language] >= FEWEST_QUESTIONS // 2, (label, language)


def test_sentences_of_the_answers_teach_but_are_no_questions(examples: list[Message]) -> None:
    sentences = [example for example in examples if example.get(METADATA)[SENTENCE]]
    assert len(sentences) > 100

    for sentence in sentences:
        assert not is_question(sentence)
        assert topic_of(sentence.get(LABEL))
        assert "{" not in sentence.get(TEXT), "a fact's name is no word of any language"
        assert not sentence.get(TEXT).startswith("- ")


def test_a_message_that_comes_from_elsewhere_is_no_question() -> None:
    assert not is_question(Message({TEXT: "from Rasa itself"}))


def imported(change_settings: ChangeSettings, folder: Path) -> list[Message]:
    change_settings(PREPAZKA_KNOWLEDGE_DIR=folder)
    return list(KnowledgeImporter().get_nlu_data().training_examples)


def test_a_fact_stands_as_a_digit_so_that_its_value_changes_no_vector(
    knowledge_copy: Path, change_settings: ChangeSettings
) -> None:
    path = knowledge_copy / "topics" / TOPIC / "en.md"
    text = path.read_text("utf-8")
    line = "- The fee of {insurance-self-payment} is due by day {insurance-due-day}. Twice nothing.\n"
    path.write_text(text.replace("## amount\n", f"## amount\n{line}"), "utf-8")

    found = [e for e in imported(change_settings, knowledge_copy) if e.get(TEXT).startswith("The fee of")]

    assert [e.get(TEXT) for e in found] == ["The fee of 1 is due by day 1."]
    assert found[0].get(LABEL) == f"topic:{TOPIC}"
    assert not is_question(found[0])


def test_a_new_topic_needs_no_code(knowledge_copy: Path, change_settings: ChangeSettings) -> None:
    topics = knowledge_copy / "topics"
    (topics / TOPIC).rename(topics / "dental-care")

    labels = {e.get(LABEL) for e in imported(change_settings, knowledge_copy)}

    assert "topic:dental-care" in labels
    assert f"topic:{TOPIC}" not in labels


def test_dialogue_examples_keep_the_language_of_their_folder(
    nlu_data_copy: Path, change_settings: ChangeSettings
) -> None:
    nlu = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - moin moin zusammen\n'
    (nlu_data_copy / "vi" / "more.yml").write_text(nlu, "utf-8")
    change_settings(PREPAZKA_NLU_DATA_DIR=nlu_data_copy)

    found = [e for e in KnowledgeImporter().get_nlu_data().training_examples if e.get(TEXT) == "moin moin zusammen"]

    assert [(e.get(LABEL), e.get(METADATA)[LANGUAGE]) for e in found] == [("greet", "vi")]
    assert is_question(found[0])


def test_rules_lead_every_intent_to_an_action_of_the_domain() -> None:
    domain = yaml.safe_load(DOMAIN_FILE.read_text("utf-8"))

    events = [event for step in KnowledgeImporter().get_stories().story_steps for event in step.events]
    intents = {event.intent_name for event in events if isinstance(event, UserUttered)}
    actions = {event.action_name for event in events if isinstance(event, ActionExecuted)}

    assert intents == set(domain["intents"])
    assert actions - {None, "action_listen", "..."} == set(domain["actions"])


def test_a_copy_of_an_example_can_be_given_features_of_its_own(examples: list[Message]) -> None:
    original = examples[0]

    twin = copy.deepcopy(original)
    twin.features.append(object())
    twin.set("repaired", "…")

    assert twin.fingerprint() == original.fingerprint()
    assert not original.features
    assert original.get("repaired") is None


def test_examples_of_another_language_or_label_have_another_fingerprint(examples: list[Message]) -> None:
    fingerprints = {example.fingerprint() for example in examples}
    identities = {(e.get(TEXT), e.get(LABEL), e.get(METADATA)[LANGUAGE]) for e in examples}

    assert len(fingerprints) == len(identities)
