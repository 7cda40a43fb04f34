"""The log tells the operator what went wrong and where, and never what a person wrote."""

import json
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import httpx
import pytest

from tests.channels.web.talk import API, Talk
from tests.conftest import StartServer

PERSONAL = {
    "birth number": "900101/1239",
    "card": "4111 1111 1111 1111",
    "e-mail": "oksana.kovalenko@example.org",
    "phone": "+420 777 123 456",
    "rare word": "lumbrikulózní",
    "name": "Oksana Kovalenko",
}
SAID = "Já jsem {name}, {rare word}, rodné číslo {birth number}, karta {card}, {e-mail}, {phone}".format(**PERSONAL)
PIECES = [*PERSONAL.values(), "9001011239", "4111111111111111", "777123456", "777 123 456", "kovalenko"]


@pytest.mark.xdist_group("web servers")
def test_nothing_that_a_person_wrote_stands_in_the_log(start_server: StartServer, data_dir: Path) -> None:
    server = start_server()
    with httpx.Client(base_url=server.url, timeout=40) as http:
        talk = Talk.begin(http, "cs")
        _be_answered(talk)
        _be_refused(talk)
        _meet_a_broken_database(talk, data_dir / "prepazka.db")
    server.stop()
    written = server.log.read_text("utf-8")
    assert "request_failed" in written and "Přepážka" in written, "something to scan"
    assert [piece for piece in PIECES if piece.lower() in written.lower()] == []
    assert talk.token not in written


def _be_answered(talk: Talk) -> None:
    for text in (SAID, f"/{SAID}", "/restart " + SAID, f"Kdo za mě platí pojištění? {SAID}", SAID.upper()):
        talk.say(text)
    assert any(SAID in message["text"] for message in talk.messages()), "the conversation itself keeps it"


def _be_refused(talk: Talk) -> None:
    broken = f'{{"client_id": "a", "text": "{SAID}"'.encode()
    bodies = [broken, broken + b"\xff}", broken + b', "%s": 1}' % SAID.encode(), json.dumps([SAID]).encode()]
    for body in bodies:
        sent = talk.request("POST", "/messages", content=body, headers={"Content-Type": "application/json"})
        assert sent.status_code in (400, 422) and PERSONAL["rare word"] not in sent.text
    refusals = [
        talk.post(text=SAID * 200),
        talk.post(choice=SAID),
        talk.post(text=SAID, client_id=SAID),
        talk.request("PATCH", json={"language": SAID}),
        talk.request("GET", "/messages", params={"after": SAID}),
        talk.http.get(f"/{SAID}"),
        talk.http.get(f"{API}/{SAID}/messages", headers={"Authorization": "Bearer " + PERSONAL["birth number"]}),
    ]
    assert [refusal.status_code for refusal in refusals] == [413, 422, 422, 422, 422, 404, 404]


def _meet_a_broken_database(talk: Talk, file: Path) -> None:
    """The tables vanish under a running server: every kind of request fails, and says so in the log."""
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE messages RENAME TO lost")
    answers = [talk.post(text=SAID), talk.request("GET", "/messages"), talk.request("GET", "/export")]
    assert [answer.status_code for answer in answers] == [503] * 3
    assert all(set(answer.json()) == {"code", "message"} for answer in answers)
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE lost RENAME TO messages")
    talk.say(SAID, client_id=uuid.uuid4().hex)


TELL_EVERYTHING = """
import asyncio, logging, threading
import structlog
from bot.logs import configure_logs

SAID = __import__("sys").argv[1]
configure_logs()
ours, theirs = structlog.get_logger(), logging.getLogger("somebody.else")


def fail():
    try:
        raise KeyError(SAID)
    except KeyError as error:
        raise ValueError(SAID) from error


async def forgotten():
    task = asyncio.ensure_future(asyncio.to_thread(fail))
    await asyncio.sleep(0.1)
    del task


try:
    fail()
except ValueError:
    ours.exception("ours_failed", number="call 777 123 456")
    theirs.exception("theirs failed %s", "call 777 123 456")
    theirs.error("without a place for it", SAID)
ours.warning("nested", rasa_event={"text": SAID}, events=[SAID], parse_data_text=SAID, user_text=SAID)
logging.getLogger("rasa.core.processor").info(SAID)
asyncio.run(forgotten())
__import__("gc").collect()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
ours.info("count", seconds=5, path="/health", worked=True)
"""


def test_every_way_of_logging_an_exception_tells_its_kind_and_place_and_not_its_words() -> None:
    done = subprocess.run([sys.executable, "-c", TELL_EVERYTHING, SAID], capture_output=True, text=True, check=True)
    written = done.stdout + done.stderr
    assert [piece for piece in PIECES if piece in written] == []
    lines = {line["event"]: line for line in map(json.loads, written.splitlines())}
    for event in ("ours_failed", "theirs failed call [phone]", "Task exception was never retrieved", "thread_died"):
        assert lines[event]["exception"]["type"] == "ValueError"
        assert any(place.endswith(" fail") for place in lines[event]["exception"]["at"])
    assert lines["ours_failed"]["number"] == "call [phone]"
    assert lines["count"]["seconds"] == 5 and lines["count"]["worked"] is True and lines["count"]["path"] == "/health"
    assert "nested" in lines
