"""The contract of the conversation API, spoken to a real server."""

import uuid
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from bot.knowledge.content import Content
from tests.channels.web.conftest import Refused
from tests.channels.web.talk import API, Talk, choice_titled

TOPIC = "health-insurance"
QUESTIONS = {
    "cs": "Kdo za mě platí zdravotní pojištění, když jsem na úřadu práce?",
    "en": "Who pays my health insurance when I am unemployed?",
    "uk": "Хто платить за мене медичне страхування, якщо я безробітний?",
    "ru": "Кто платит за меня медицинскую страховку, если я безработный?",
    "vi": "Ai trả bảo hiểm y tế cho tôi khi tôi thất nghiệp?",
    "ar": "من يدفع عني التأمين الصحي وأنا عاطل عن العمل؟",
}
languages = pytest.mark.parametrize("language", QUESTIONS)


@languages
def test_a_conversation_starts_with_a_welcome_in_the_language_asked_for(
    http: httpx.Client, content: Content, language: str
) -> None:
    response = http.post(API, json={"language": language}, headers={"Accept-Language": "en"})
    started = response.json()
    assert response.status_code == 201
    assert started["language"] == language and len(started["token"]) > 30
    [welcome] = started["messages"]
    assert welcome["author"] == "assistant" and welcome["language"] == language
    assert welcome["text"] == content.phrases.say(language, "utter.greet")
    assert all(choice["id"] and choice["title"] for choice in welcome["choices"]) and welcome["choices"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("en;q=0.3, vi;q=0.7", "vi"),
        ("ka, sw;q=0.9, ru;q=0.1", "ru"),
        ("ar;q=0, cs;q=0.5", "cs"),
        ("sw", "en"),
        (";;q=,,*;q=much", "en"),
        ("", "en"),
    ],
)
def test_a_conversation_without_a_language_takes_the_one_the_browser_likes_best(
    http: httpx.Client, accepted: str, language: str
) -> None:
    for body in (None, b"{}", b'{"language": null}'):
        headers = {"Accept-Language": accepted, "Content-Type": "application/json"}
        started = http.post(API, headers=headers, content=body)
        assert (started.status_code, started.json()["language"]) == (201, language)


@pytest.mark.parametrize("unknown", ["sw", "xx", "cs-CZ", "EN", "<script>"])
def test_a_language_that_the_content_lacks_is_refused(
    http: httpx.Client, talk: Talk, refused: Refused, unknown: str
) -> None:
    refused(
        http.post(API, json={"language": unknown}, headers={"Accept-Language": "cs"}), 422, "unknown_language", "cs"
    )
    refused(talk.request("PATCH", json={"language": unknown}), 422, "unknown_language")


@languages
def test_a_question_is_answered_in_its_language_with_sources_choices_and_a_card(
    http: httpx.Client, content: Content, language: str
) -> None:
    [answer] = Talk.begin(http, language).say(QUESTIONS[language])
    expected = content.answers.answer(TOPIC, None, language)
    assert (answer["topic"], answer["language"], answer["text"]) == (TOPIC, language, expected.text)
    assert answer["card"]["title"] == expected.title
    assert [source["url"] for source in answer["sources"]] == [source.url for source in expected.sources]
    assert all(date.fromisoformat(source["checked"]) <= date.today() for source in answer["sources"])
    assert content.phrases.say(language, "facet.steps") in [choice["title"] for choice in answer["choices"]]
    assert datetime.fromisoformat(answer["at"]).utcoffset() is not None


@languages
def test_a_facet_button_gives_that_facet(http: httpx.Client, content: Content, language: str) -> None:
    talk = Talk.begin(http, language)
    [answer] = talk.say(QUESTIONS[language])
    title = content.phrases.say(language, "facet.deadline")
    [facet] = talk.choose(choice_titled(answer, title))
    assert facet["text"] == content.answers.answer(TOPIC, "deadline", language).text != answer["text"]
    assert (facet["topic"], facet["card"]["facet"]) == (TOPIC, "deadline")
    assert [message["text"] for message in talk.messages() if message["author"] == "client"][-1] == title


def test_the_conversation_follows_a_person_who_changes_to_another_language(http: httpx.Client) -> None:
    talk = Talk.begin(http, "cs")
    sent = talk.request("PATCH", json={"language": "vi"})
    assert (sent.status_code, sent.json()["language"]) == (200, "vi")
    assert [reply["language"] for reply in talk.say(QUESTIONS["vi"])] == ["vi"]
    assert [reply["language"] for reply in talk.say(QUESTIONS["cs"])] == ["vi"], "the language was chosen"


def test_a_language_button_changes_the_language(http: httpx.Client, content: Content) -> None:
    talk = Talk.begin(http, "en")
    [menu] = talk.choose(choice_titled(talk.welcome[0], content.phrases.say("en", "choice.language")))
    turn = talk.post(choice=choice_titled(menu, "Українська")).json()
    assert turn["language"] == turn["messages"][0]["language"] == "uk"
    assert [reply["language"] for reply in talk.say(QUESTIONS["en"])] == ["uk"]


def test_messages_come_in_order_and_after_an_id_only_the_newer_ones(talk: Talk) -> None:
    for text in ("hello", QUESTIONS["en"]):
        talk.say(text)
    everything = talk.messages()
    assert [message["author"] for message in everything] == ["assistant"] + ["client", "assistant"] * 2
    ids = [message["id"] for message in everything]
    assert ids == sorted(set(ids))
    assert talk.messages(after=ids[2]) == everything[3:]
    assert talk.messages(after=ids[-1]) == talk.messages(after=2**62) == []


def test_the_export_holds_everything(talk: Talk) -> None:
    rare = f"my health insurance, {uuid.uuid4().hex}"
    talk.say(rare, client_id="mine")
    export = talk.export()
    assert export["conversation"]["id"] == talk.id and export["conversation"]["language"] == "en"
    assert [(one["id"], one["text"]) for one in export["messages"]] == [
        (one["id"], one["text"]) for one in talk.messages()
    ]
    assert any(event.get("text") == rare for event in export["tracker_events"])


def test_an_erased_conversation_is_gone_at_once(talk: Talk, refused: Refused) -> None:
    talk.say("hello")
    assert (talk.request("DELETE").status_code, talk.request("DELETE").status_code) == (204, 404)
    gone: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", "/messages", {}),
        ("GET", "/events", {}),
        ("GET", "/export", {}),
        ("POST", "/messages", {"json": {"client_id": "a", "text": "hello"}}),
        ("PATCH", "", {"json": {"language": "cs"}}),
    ]
    for method, below, body in gone:
        refused(talk.request(method, below, **body), 404, "conversation_not_found")
