"""Whatever is sent gets an answer or a plain reason in the person's language, and never breaks anything."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.knowledge.content import Content
from tests.channels.web.conftest import Refused
from tests.channels.web.talk import API, Talk

JSON = {"Content-Type": "application/json"}
CHECKED = "How do I register?"


@pytest.fixture
def talk(http: httpx.Client) -> Iterator[Talk]:
    """A Vietnamese conversation: after all that was sent it must go on as if nothing had been."""
    talk = Talk.begin(http, "vi")
    before = talk.messages()
    yield talk
    assert [message["id"] for message in talk.messages()][:1] == [before[0]["id"]]
    assert talk.say(CHECKED)[0]["language"] == "vi"


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u200b\u200f", "\u0000\u0007\u001b", "\u00a0\u3000"])
def test_a_message_with_nothing_visible_in_it_is_refused(talk: Talk, refused: Refused, text: str) -> None:
    refused(talk.post(text=text), 422, "empty_message", "vi")
    assert len(talk.messages()) == 1


@pytest.mark.parametrize("text", ["a" * 10_000, "ž " * 5_000, "😀" * 10_000, "a" * 100_000, "\n" * 9_999 + "a" * 4_001])
def test_a_message_of_ten_thousand_characters_or_more_is_too_long(
    talk: Talk, http: httpx.Client, refused: Refused, text: str
) -> None:
    refused(talk.post(text=text, client_id="long"), 413, "message_too_long", _heard(text))
    assert len(talk.messages()) == 1


def _heard(text: str) -> str:
    """A body over the limit isn't even read, so only the browser's language is known."""
    return "vi" if len(json.dumps({"text": text}, ensure_ascii=False).encode()) < 64_000 else "en"


def test_half_a_character_is_left_out(talk: Talk) -> None:
    body = json.dumps({"client_id": "half", "text": "bảo \ud83d hiểm"}).encode()
    assert talk.request("POST", "/messages", content=body, headers=JSON).status_code == 200
    assert talk.messages()[1]["text"] == "bảo  hiểm"


def test_a_body_without_announced_length_is_measured_as_it_comes(talk: Talk, refused: Refused) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"client_id": "a", "text": "'
        for _ in range(100):
            yield b"a" * 1_000

    sent = talk.request("POST", "/messages", content=endless(), headers=JSON | {"Accept-Language": "uk"})
    refused(sent, 413, "message_too_long", "uk")
    assert len(talk.messages()) == 1


def test_a_message_of_4000_characters_is_answered(talk: Talk) -> None:
    assert talk.say(("bảo hiểm y tế " * 400)[:4_000])


@pytest.mark.parametrize(
    "text", ["😀", "😀🎉👩‍👩‍👧", "???", "123456", "a\u0000b\u0007c", "\u202eabc", "'; DROP TABLE messages; --"]
)
def test_a_strange_text_gets_a_polite_answer_in_the_language_of_the_conversation(talk: Talk, text: str) -> None:
    assert all(reply["language"] == "vi" and reply["text"] for reply in talk.say(text))
    [kept] = [message["text"] for message in talk.messages() if message["author"] == "client"]
    assert kept == text.replace("\u0000", "").replace("\u0007", "")


@pytest.mark.parametrize(
    "text", ["Ninahitaji kazi mpya tafadhali, naomba msaada wako", "კარგი ამინდია დღეს, მიყვარს ჩემი ძაღლი"]
)
def test_a_language_it_does_not_know_is_answered_politely_with_its_own_languages_or_a_way_to_a_person(
    talk: Talk, content: Content, text: str
) -> None:
    [reply] = talk.say(text)
    offered = {choice["title"] for choice in reply["choices"]}
    languages = {language.name for language in content.knowledge.languages.values()}
    assert (reply["language"], reply["topic"]) == ("vi", None)
    assert offered >= languages or content.phrases.say("vi", "choice.person") in offered


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "//",
        "/restart",
        "/session_start",
        "/back",
        '/change_language{"language": "ar"}',
        '/ask_topic{"topic": "health-insurance", "facet": "amount"}',
        ' /ask_topic{"topic":"no-such-topic"}',
        '/inform{"language":"ru"}',
    ],
)
def test_a_text_that_begins_with_a_stroke_is_only_a_text(talk: Talk, text: str) -> None:
    talk.say("xin chào")
    [reply] = talk.say(text)
    assert reply["language"] == "vi" and not (reply["card"] or {}).get("facet")
    events = talk.export()["tracker_events"]
    said = [event for event in events if event["event"] == "user"]
    assert [event["text"] for event in said] == ["xin chào", text.strip()], "the past was not wiped"
    assert "understanding" in said[-1]["parse_data"], "an intent was taken from the text without understanding it"
    assert not {"restart", "rewind", "reset_slots"} & {event["event"] for event in events}


WRONG_SHAPES: list[Any] = [
    [],
    7,
    "text",
    None,
    True,
    {},
    {"text": "hello"},
    {"client_id": "a"},
    {"client_id": "a", "text": None, "choice": None},
    {"client_id": "a", "text": "hello", "choice": "x"},
    {"client_id": "a", "text": "hello", "intent": "restart"},
    {"client_id": "a", "text": ["hello"]},
    {"client_id": "a", "text": {"text": "hello"}},
    {"client_id": 5, "text": "hello"},
    {"client_id": "", "text": "hello"},
    {"client_id": "a" * 65, "text": "hello"},
    {"client_id": "ž\n", "text": "hello"},
    {"client_id": "a", "choice": 3},
    {"client_id": "\udfff", "text": "hello"},
    {"client_id": "a", "text": "hello", "\ud83d": 1},
]


@pytest.mark.parametrize("body", WRONG_SHAPES, ids=json.dumps)
def test_json_of_the_wrong_shape_is_refused(talk: Talk, refused: Refused, body: Any) -> None:
    sent = talk.request("POST", "/messages", content=json.dumps(body).encode(), headers=JSON)
    refused(sent, 422, "invalid_input", "vi")
    assert len(talk.messages()) == 1


@pytest.mark.parametrize("body", [[], 7, "cs", {"language": 5}, {"language": ["cs"]}, {"lang": "cs"}, {"language": ""}])
def test_a_start_of_the_wrong_shape_is_refused(http: httpx.Client, refused: Refused, body: Any) -> None:
    refused(http.post(API, json=body, headers={"Accept-Language": "ar"}), 422, "invalid_input", "ar")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"hello",
        b"\x00",
        b'{"client_id": "a", "text": "\xff\xfe"}',
        b"\xff\xfe{\x00}\x00",
        b"[" * 60_000,
        b'{"client_id": "a", "text": ' + b"9" * 6_000 + b"}",
        b'{"client_id": "a", "text": NaN}',
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhello\r\n--x--',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_json_is_refused(talk: Talk, refused: Refused, body: bytes) -> None:
    sent = talk.request("POST", "/messages", content=body, headers=JSON | {"Accept-Language": "vi"})
    assert sent.status_code in (400, 422)
    refused(sent, sent.status_code, "invalid_input", "vi")
    assert len(talk.messages()) == 1


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "\x00"])
def test_an_id_that_is_none_is_refused(talk: Talk, refused: Refused, after: str) -> None:
    refused(talk.request("GET", "/messages", params={"after": after}), 422, "invalid_input", "vi")


@pytest.mark.parametrize("choice", ["", "nonsense", "x" * 65, '"', "%", "ž", "a\x00b", "/restart"])
def test_a_choice_that_was_never_offered_is_refused(talk: Talk, refused: Refused, choice: str) -> None:
    refused(talk.post(choice=choice), 422, "unknown_choice", "vi")
    assert len(talk.messages()) == 1


def test_a_choice_of_another_conversation_is_refused(talk: Talk, refused: Refused) -> None:
    theirs = Talk.begin(talk.http).welcome[0]["choices"][0]["id"]
    refused(talk.post(choice=theirs), 422, "unknown_choice", "vi")
    assert len(talk.messages()) == 1
