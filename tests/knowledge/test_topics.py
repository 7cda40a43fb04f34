"""What must be true of the repository's own topics, whoever edits them."""

import re
from pathlib import Path

import pytest
import yaml

from bot.knowledge.loader import load_knowledge
from bot.knowledge.model import KnowledgeBase, TopicText
from bot.settings import ROOT

FACT = re.compile(r"\{([a-z0-9-]+)\}")
LANGUAGES = ("cs", "en", "uk", "ru", "vi", "ar")
FEWEST_EXAMPLES = 24
TOPICS = 58


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load_knowledge(ROOT / "knowledge")


def facts_of(text: TopicText) -> set[str]:
    return set(FACT.findall("\n".join((text.short, *text.sections.values()))))


def test_every_topic_stands_in_every_language_with_examples_of_its_own(knowledge: KnowledgeBase) -> None:
    assert len(knowledge.topics) == TOPICS

    for topic in knowledge.topics.values():
        assert set(topic.texts) == set(LANGUAGES), topic.id
        for text in topic.texts.values():
            assert len(set(text.examples)) >= FEWEST_EXAMPLES, (topic.id, text.language)


def test_the_six_texts_of_a_topic_name_the_same_facts(knowledge: KnowledgeBase) -> None:
    used = {
        topic.id: {code: facts_of(text) for code, text in topic.texts.items()} for topic in knowledge.topics.values()
    }
    assert sum(len(facts["en"]) for facts in used.values()) > 100

    differing = {
        topic: {code: facts ^ by_language["en"] for code, facts in by_language.items() if facts != by_language["en"]}
        for topic, by_language in used.items()
    }
    assert not {topic: codes for topic, codes in differing.items() if codes}


def test_the_six_texts_of_a_topic_have_the_same_sections(knowledge: KnowledgeBase) -> None:
    for topic in knowledge.topics.values():
        for text in topic.texts.values():
            assert set(text.sections) == set(topic.facets), (topic.id, text.language)


def test_every_danger_has_a_line_to_call_first_in_every_language() -> None:
    kinds = yaml.safe_load((ROOT / "knowledge" / "emergencies.yml").read_text("utf-8"))
    assert len(kinds) >= 5

    for code in LANGUAGES:
        phrases = yaml.safe_load(Path(ROOT, "knowledge", "phrases", f"{code}.yml").read_text("utf-8"))
        for kind in kinds:
            first = phrases["emergency"][kind].split(".")[0:2]
            assert "phone}" in ".".join(first), (code, kind)
