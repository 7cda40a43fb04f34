"""The token is the only key: without it nothing opens, and nothing tells whether there is something to open."""

from typing import Any

import httpx
import pytest

from tests.channels.web.conftest import Refused
from tests.channels.web.talk import API, Talk

REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/messages", {}),
    ("POST", "/messages", {"json": {"client_id": "a", "text": "hello"}}),
    ("GET", "/export", {}),
    ("GET", "/events", {}),
    ("PATCH", "", {"json": {"language": "cs"}}),
    ("DELETE", "", {}),
]
requests = pytest.mark.parametrize(
    ("method", "below", "body"), REQUESTS, ids=[f"{one[0]} {one[1]}" for one in REQUESTS]
)
RUSSIAN = {"Accept-Language": "ru"}


@requests
@pytest.mark.parametrize("key", [None, "", "Bearer", "Basic YTpi", "token"])
def test_without_a_token_nothing_opens(
    talk: Talk, http: httpx.Client, refused: Refused, method: str, below: str, body: dict[str, Any], key: str | None
) -> None:
    headers = RUSSIAN | ({"Authorization": key} if key is not None else {})
    refused(http.request(method, talk.path + below, headers=headers, **body), 401, "not_authorised", "ru")
    assert len(talk.messages()) == 1


@requests
def test_a_wrong_token_and_an_unknown_conversation_look_the_same(
    talk: Talk, http: httpx.Client, refused: Refused, method: str, below: str, body: dict[str, Any]
) -> None:
    other = Talk.begin(http)
    unknown = f"{API}/{'0' * 32}"
    tries = [
        (talk.path, other.token),
        (talk.path, "x" * 43),
        (talk.path, talk.token[:-1]),
        (talk.path, talk.token + "x"),
        (unknown, talk.token),
        (f"{API}/no-id", talk.token),
        (f"{API}/%00{talk.id}", talk.token),
        (f"{API}/{talk.id.upper()}X", talk.token),
    ]
    for path, token in tries:
        headers = RUSSIAN | {"Authorization": f"Bearer {token}"}
        refused(http.request(method, path + below, headers=headers, **body), 404, "conversation_not_found", "ru")
    assert len(talk.messages()) == 1 and len(other.messages()) == 1


def test_a_token_of_strange_bytes_is_no_key(talk: Talk, http: httpx.Client, refused: Refused) -> None:
    for strange in (b"Bearer \xff\xfe", "Bearer žluťoučký".encode(), b"Bearer " + b"x" * 5_000):
        headers = [(b"Authorization", strange), (b"Accept-Language", b"\xff,cs")]
        refused(http.get(f"{talk.path}/messages", headers=headers), 404, "conversation_not_found", "cs")


def test_a_token_is_told_once_and_never_again(talk: Talk) -> None:
    talk.say("hello")
    answers = [
        talk.request("GET", "/messages"),
        talk.request("GET", "/export"),
        talk.request("PATCH", json={"language": "cs"}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert not any(talk.token in answer.text or '"token"' in answer.text for answer in answers)
