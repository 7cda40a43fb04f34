"""The process is killed in the middle of conversations; nothing that was said is lost or doubled."""

import random
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.channels.web.talk import Talk
from tests.conftest import Server

QUESTION = "who pays my health insurance?"
TABS = ("left", "right")
PATIENCE_SECONDS = 60.0

pytestmark = pytest.mark.xdist_group("killed")


class Life:
    """A server that dies and is started again on the same data, at another address."""

    def __init__(self, data_dir: Path, log: Path, **settings: str) -> None:
        self._data_dir, self._log, self._settings = data_dir, log, settings
        self.revive()

    def revive(self) -> None:
        self.server = Server(self._data_dir, self._log, **self._settings).wait_until_ready()
        self.http = httpx.Client(base_url=self.server.url, timeout=20)


class Tab(threading.Thread):
    """Sends numbered messages one after the other, each as often as it takes, whatever happens to the server."""

    def __init__(self, life: Life, talk: Talk, name: str) -> None:
        super().__init__(daemon=True, name=name)
        self.talk = talk
        self.enough = threading.Event()
        self.answers: list[int] = []
        self.broken = 0
        self._life = life
        self.start()

    def run(self) -> None:
        while not self.enough.is_set():
            number = len(self.answers)
            [reply] = self._insist(f"{self.name}-{number}")
            self.answers.append(reply["id"])

    def _insist(self, client_id: str) -> list[dict[str, int]]:
        while True:
            try:
                return self.talk.at(self._life.http).say(f"{client_id} {QUESTION}", client_id=client_id)
            except httpx.ConnectError:
                time.sleep(0.05)
            except httpx.TransportError:
                self.broken += 1

    def wait_for(self, more: int) -> None:
        wanted, give_up = len(self.answers) + more, time.monotonic() + PATIENCE_SECONDS
        while len(self.answers) < wanted:
            assert self.is_alive() and time.monotonic() < give_up, f"{self.name} hears nothing any more"
            time.sleep(0.005)


def kill_and_go_on(life: Life, kills: int) -> None:
    talks = [Talk.begin(life.http) for _ in range(2)]
    tabs = [Tab(life, talk, name) for talk in talks for name in TABS]
    for _ in range(kills):
        for tab in tabs:
            tab.wait_for(2)
        time.sleep(random.uniform(0, 0.1))
        life.server.kill()
        life.revive()
    for tab in tabs:
        tab.wait_for(2)
        tab.enough.set()
    for tab in tabs:
        tab.join(PATIENCE_SECONDS)
    assert sum(tab.broken for tab in tabs) >= kills, "the kills hit nobody"
    for talk in talks:
        everything_stands_once(talk.at(life.http), [tab for tab in tabs if tab.talk is talk])
    life.server.kill()


def everything_stands_once(talk: Talk, tabs: list[Tab]) -> None:
    messages = talk.export()["messages"]
    sent = [message for message in messages if message["author"] == "client"]
    for tab in tabs:
        numbered = [f"{tab.name}-{number}" for number in range(len(tab.answers))]
        mine = [message for message in sent if message["client_id"].startswith(tab.name)]
        assert [message["client_id"] for message in mine] == numbered, "lost, doubled or in another order"
        answers = [[one["id"] for one in messages if one["in_reply_to"] == message["id"]] for message in mine]
        assert answers == [[answer] for answer in tab.answers], "not one answer each, the one that was shown"
    assert len(messages) == 1 + 2 * len(sent)
    turns = [event["text"] for event in talk.export()["tracker_events"] if event["event"] == "user"]
    assert sorted(turns) == sorted(message["text"] for message in sent), "the engine remembers something else"
    assert talk.say("hello")


def test_killed_in_the_middle_conversations_on_sqlite_go_on(data_dir: Path, tmp_path: Path) -> None:
    kill_and_go_on(Life(data_dir, tmp_path / "server.log"), kills=2)


def test_killed_in_the_middle_conversations_on_postgresql_go_on(
    data_dir: Path, tmp_path: Path, postgres_url: str
) -> None:
    kill_and_go_on(Life(data_dir, tmp_path / "server.log", DATABASE_URL=postgres_url), kills=1)
