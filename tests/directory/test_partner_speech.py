"""What a person reads about partners."""

from pathlib import Path

import pytest

from bot.directory.directory import Directory
from bot.directory.partner_speech import MOST_PARTNERS, PartnerSpeech
from bot.engine.output import reply_from
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from tests.assistants import LANGUAGES

KINDS = (
    *("work", "integration", "interpreting", "rights", "debt"),
    *("housing", "victims", "recognition", "release", "crisis"),
)


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_at_most_three_partners_with_a_way_to_reach_them(
    partners: PartnerSpeech, directory: Directory, kind: str, language: str
) -> None:
    reply = reply_from(partners.helpers(kind, None, language))
    assert 1 <= len(lines(reply.text)) <= MOST_PARTNERS
    assert not {"{", "}"} & set(reply.text)
    assert reply.language == language and len(reply.sources) == len(lines(reply.text))
    for choice in reply.choices:
        assert choice.intent == "find_partner" and choice.entities["partner_kind"] == kind


def test_contacts_are_facts_of_the_day(partners: PartnerSpeech) -> None:
    text = partners.helpers("debt", None, "en")["text"]
    assert lines(text)[0] == (
        "- People in Need (Člověk v tísni): free advice on debts. 770 600 800 or jakprezitdluhy.cz."
    )


def test_the_own_region_comes_first_and_then_nobody_is_asked_for_it(partners: PartnerSpeech) -> None:
    said = partners.helpers("interpreting", "Praha", "uk")
    assert lines(said["text"])[0].startswith("- Інтеграційний центр Прага (ICP)")
    assert "Мови: чеська, англійська, російська" in lines(said["text"])[0]
    assert said["buttons"] == []


def test_without_a_region_the_others_can_be_chosen(partners: PartnerSpeech) -> None:
    said = partners.helpers("integration", None, "cs")
    assert "Ústecký" in [button["title"] for button in said["buttons"]]
    pressed = next(choice for choice in reply_from(said).choices if choice.title == "Ústecký")
    there = partners.helpers(pressed.entities["partner_kind"], pressed.entities["region"], "cs")
    assert lines(there["text"])[0].startswith("- Poradna pro integraci")


@pytest.mark.parametrize("kind", ["victims", "crisis"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_it_may_be_urgent_the_emergency_line_comes_first(
    partners: PartnerSpeech, content: Content, kind: str, language: str
) -> None:
    first = partners.helpers(kind, None, language)["text"].splitlines()[0]
    assert first == content.phrases.say(language, "page.emergency") and "112" in first


def test_a_kind_that_is_gone_is_answered_with_a_way_out(partners: PartnerSpeech) -> None:
    said = partners.helpers("gone", None, "en")
    assert "800 779 900" in said["text"] and lines(said["text"]) == []


@pytest.mark.parametrize(
    ("topic", "place"), [("debt-counselling", -1), ("trafficking-and-emergency", 0), ("psychological-support", 0)]
)
def test_help_near_you_is_offered_under_a_topic(
    partners: PartnerSpeech, speech: Speech, topic: str, place: int
) -> None:
    plain = speech.answer(topic, None, "cs")
    offered = partners.offer(plain)["buttons"]
    assert offered[place]["title"] == "Kdo vám pomůže"
    assert len(offered) == len(plain["buttons"]) + 1


def test_a_topic_without_partners_stays_as_it_is(partners: PartnerSpeech, speech: Speech) -> None:
    plain = speech.answer("who-can-register", None, "cs")
    assert partners.offer(plain) == plain


def test_nothing_in_the_file_lies_outside_the_facts(directory: Directory, content: Content) -> None:
    assert isinstance(content.knowledge.root, Path)
    named = {fact for partner in directory.partners.values() for fact in partner.contacts}
    assert len(named) > 15 and named <= content.knowledge.facts.keys()
