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
    RISK,
    KnowledgeImporter,
    held_out,
    is_question,
)
from bot.engine.understanding.labels import ASK_TOPIC, facet_of, topic_of
from bot.knowledge.content import Content
from bot.knowledge.emergencies import load_emergencies
from bot.settings import ROOT
from tests.assistants import LANGUAGES, ChangeSettings

FEWEST_QUESTIONS = 20
FACETS = ("who", "amount", "deadline", "documents", "where", "steps", "mistakes")
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
        if example.get(LABEL) is None:
            assert example.get(RISK) == "none", "only what merely sounds dangerous teaches no topic"
            continue
        topic, facet = topic_of(example.get(LABEL)), facet_of(example.get(LABEL))
        assert topic is None or topic in content.knowledge.topics
        assert facet is None or facet in FACETS
        assert topic or facet or example.get(LABEL) in intents
        assert example.get(INTENT) == (ASK_TOPIC if topic or facet else example.get(LABEL))


def test_every_topic_and_every_dialogue_intent_is_taught_in_every_language(
    examples: list[Message], content: Content
) -> None:
    asked = Counter((e.get(LABEL), e.get(METADATA)[LANGUAGE]) for e in examples if is_question(e))
    dialogue = {label for label, _ in asked if label and topic_of(label) is None}
    assert {"greet", "help", "human_handoff", "change_language", "out_of_scope"} <= dialogue

    for language in LANGUAGES:
        for topic in content.knowledge.topics:
            assert asked[f"topic:{topic}", language] > FEWEST_QUESTIONS, (topic, language)
        for label in dialogue:
            assert asked[label, language] >= FEWEST_QUESTIONS // 2, (label, language)


def test_every_danger_is_taught_in_every_language_and_leads_to_the_topic_that_helps(examples: list[Message]) -> None:
    emergencies = load_emergencies(ROOT / "knowledge")
    said = Counter((e.get(RISK), e.get(METADATA)[LANGUAGE]) for e in examples if e.get(RISK))

    for language in LANGUAGES:
        for kind in (*emergencies, "none"):
            assert said[kind, language] > FEWEST_QUESTIONS, (kind, language)
    for example in examples:
        if (kind := example.get(RISK)) in emergencies:
            assert example.get(LABEL) == f"topic:{emergencies[kind].topic}"


def test_every_facet_has_follow_up_questions_in_every_language(examples: list[Message]) -> None:
    asked = Counter((facet_of(e.get(LABEL) or ""), e.get(METADATA)[LANGUAGE]) for e in examples)

    for language in LANGUAGES:
        for facet in FACETS:
            assert asked[facet, language] > FEWEST_QUESTIONS, (facet, language)


def test_a_fifth_is_held_out_whatever_stands_around_it(examples: list[Message]) -> None:
    share = sum(map(held_out, examples)) / len(examples)

    assert 0.18 < share < 0.22
    assert [held_out(e) for e in reversed(examples)] == [held_out(e) for e in examples][::-1]


def test_a_message_that_comes_from_elsewhere_is_no_question() -> None:
    assert not is_question(Message({TEXT: "from Rasa itself"}))


def imported(change_settings: ChangeSettings, folder: Path) -> list[Message]:
    change_settings(PREPAZKA_KNOWLEDGE_DIR=folder)
    return list(KnowledgeImporter().get_nlu_data().training_examples)


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
