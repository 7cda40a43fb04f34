"""A person's side of the web channel: one conversation over HTTP, and its event stream."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

API = "/api/v1/conversations"
SILENCE_SECONDS = 20.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Event:
    id: int
    message: Json


@dataclass(frozen=True)
class Talk:
    """A conversation and its key. `http` may belong to any replica."""

    http: httpx.Client
    id: str
    token: str
    welcome: list[Json]

    @classmethod
    def begin(cls, http: httpx.Client, language: str = "en") -> "Talk":
        response = http.post(API, json={"language": language})
        assert response.status_code == 201, response.text
        started = response.json()
        return cls(http, started["id"], started["token"], started["messages"])

    def at(self, http: httpx.Client) -> "Talk":
        """The same conversation through another door."""
        return Talk(http, self.id, self.token, self.welcome)

    @property
    def path(self) -> str:
        return f"{API}/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def request(self, method: str, below: str = "", **arguments: Any) -> httpx.Response:
        headers = self.headers | arguments.pop("headers", {})
        return self.http.request(method, self.path + below, headers=headers, **arguments)

    def post(self, **body: Any) -> httpx.Response:
        return self.request("POST", "/messages", json={"client_id": uuid.uuid4().hex} | body)

    def say(self, text: str, **body: Any) -> list[Json]:
        return self._replies(self.post(text=text, **body))

    def choose(self, choice: str) -> list[Json]:
        return self._replies(self.post(choice=choice))

    @staticmethod
    def _replies(response: httpx.Response) -> list[Json]:
        assert response.status_code == 200, response.text
        replies: list[Json] = response.json()["messages"]
        assert replies, "silence"
        return replies

    def messages(self, after: int = 0) -> list[Json]:
        response = self.request("GET", "/messages", params={"after": after})
        assert response.status_code == 200, response.text
        return list(response.json())

    def export(self) -> Json:
        response = self.request("GET", "/export")
        assert response.status_code == 200, response.text
        return dict(response.json())

    @contextmanager
    def events(self, **headers: str) -> Iterator[Iterator[Event]]:
        """The event stream; reading it fails after a long silence."""
        with self.http.stream(
            "GET", f"{self.path}/events", headers=self.headers | headers, timeout=SILENCE_SECONDS
        ) as response:
            assert response.status_code == 200, response.read()
            assert response.headers["content-type"].startswith("text/event-stream")
            yield _events(response)


def _events(response: httpx.Response) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            assert fields["event"] == "message"
            yield Event(int(fields["id"]), json.loads(fields["data"]))
            fields = {}


def read_until(stream: Iterator[Event], last_id: int) -> list[Event]:
    """The events up to the message with this id; each id stands for its own message."""
    seen: list[Event] = []
    while not seen or seen[-1].id < last_id:
        seen.append(next(stream))
        assert seen[-1].message["id"] == seen[-1].id
    return seen


def choice_titled(message: Json, title: str) -> str:
    """The id of the button with this title."""
    found = [choice["id"] for choice in message["choices"] if choice["title"] == title]
    assert found, [choice["title"] for choice in message["choices"]]
    return str(found[0])
