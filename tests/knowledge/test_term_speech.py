"""Words of the office in what the assistant says: explained, offered, and named in its answers."""

import pytest

from bot.engine.output import reply_from
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from tests.assistants import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_leads_to_the_topic_that_says_more(speech: Speech, content: Content, language: str) -> None:
    reply = reply_from(speech.explain("obzp", language))

    assert reply.text == content.explanations.explain("obzp", language).text
    assert (reply.language, reply.topic) == (language, "health-insurance")
    assert [(one.title, one.intent, one.entities) for one in reply.choices] == [
        (content.answers.button("health-insurance", language), "ask_topic", {"topic": "health-insurance"})
    ]
    assert reply.card == {"kind": "term", "draft": True, "valid_since": None}


def test_a_language_without_content_gets_the_explanation_in_english(speech: Speech) -> None:
    assert speech.explain("obzp", "tlh")["text"] == speech.explain("obzp", "en")["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_names_the_words_of_the_office_in_it(speech: Speech, language: str) -> None:
    message = speech.answer("register-as-jobseeker", "documents", language)

    named = {term["id"]: term["term"] for term in message["custom"]["terms"]}
    assert named["zapoctovy-list"] in message["text"]
    assert list(named.values()) == sorted(named.values(), key=message["text"].index)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_an_answer_names_can_be_explained(speech: Speech, content: Content, language: str) -> None:
    named = 0
    for topic in content.knowledge.topics.values():
        for facet in (None, *topic.facets):
            message = speech.answer(topic.id, facet, language)
            for term in message["custom"]["terms"]:
                named += 1
                assert term["term"] in message["text"]
                assert speech.explain(term["id"], language)["text"]
    assert named > 100


def test_an_explanation_names_other_words_but_not_itself(speech: Speech) -> None:
    named = [term["id"] for term in speech.explain("nekolidujici-zamestnani", "cs")["custom"]["terms"]]

    assert named == ["evidence-uchazecu", "minimalni-mzda"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_can_be_offered_before_the_other_choices(speech: Speech, language: str) -> None:
    plain = speech.utter("fallback", language)

    offering = speech.offering_term(plain, "obzp")

    assert offering["buttons"][1:] == plain["buttons"]
    assert offering["buttons"][0]["payload"] == '/ask_term{"term": "obzp"}'
    assert "OBZP" in offering["buttons"][0]["title"]


@pytest.mark.parametrize("term", [None, "no-such-term"])
def test_without_a_known_word_nothing_is_offered(speech: Speech, term: str | None) -> None:
    plain = speech.utter("fallback", "en")

    assert speech.offering_term(plain, term) == plain


def test_a_word_of_an_answer_is_a_choice_of_the_reply(speech: Speech) -> None:
    reply = reply_from(speech.answer("health-insurance", "steps", "uk"))

    assert [term.title for term in reply.terms if term.entities == {"term": "obzp"}] == ["OBZP"]
    assert {term.intent for term in reply.terms} == {"ask_term"}
