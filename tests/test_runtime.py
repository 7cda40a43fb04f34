"""New content and new models come into service while people talk; broken ones don't."""

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.engine import models, places
from bot.runtime import LOOK_FOR_MODEL_SECONDS, Runtime
from bot.settings import ROOT
from tests.assistants import ChangeSettings
from tests.channels.web.talk import Talk
from tests.conftest import TRAIN_SECONDS, StartServer, run_prepazka

TOPIC = "topics/health-insurance/en.md"
QUESTION = "Who pays my health insurance when I am unemployed?"
ADDED = "This sentence is new."
BROKEN = "---\ntitle: [never closed\n---\nText.\n"
SWAP_SECONDS = 60.0


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the content that an editor may change."""
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


def edit(knowledge: Path) -> None:
    """Adds a sentence to the first answer of the topic."""
    path = knowledge / TOPIC
    head, front, body = path.read_text("utf-8").split("---\n", 2)
    answer, sections = body.split("\n## ", 1)
    path.write_text(f"{head}---\n{front}---\n{answer.rstrip()} {ADDED}\n\n## {sections}", "utf-8")


class Visitor(threading.Thread):
    """Keeps asking the same question; `answers` is what came, `failures` whatever else did."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.answers: list[str] = []
        self.failures: list[str] = []
        self.over = threading.Event()
        self._url = url
        self.start()

    def run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=30) as http:
            talk = Talk.begin(http)
            while not self.over.is_set():
                try:
                    self.answers.append(talk.say(QUESTION)[0]["text"])
                except (httpx.HTTPError, AssertionError) as error:
                    self.failures.append(repr(error))
                time.sleep(0.05)

    def wait_for(self, piece: str) -> None:
        give_up = time.monotonic() + SWAP_SECONDS
        while not self.answers or piece not in self.answers[-1]:
            assert time.monotonic() < give_up and self.is_alive()
            time.sleep(0.1)


@pytest.mark.xdist_group("hot swap")
def test_an_edited_answer_comes_into_service_without_a_failed_request_and_a_broken_one_does_not(
    start_server: StartServer, data_dir: Path, knowledge: Path
) -> None:
    visitor = Visitor(start_server(PREPAZKA_KNOWLEDGE_DIR=str(knowledge)).url)
    visitor.wait_for("")
    edit(knowledge)
    run_prepazka("train", data_dir=data_dir, timeout=TRAIN_SECONDS, PREPAZKA_KNOWLEDGE_DIR=str(knowledge))
    visitor.wait_for(ADDED)
    (knowledge / TOPIC).write_text(BROKEN, "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_prepazka("train", data_dir=data_dir, PREPAZKA_KNOWLEDGE_DIR=str(knowledge))
    assert re.search(rf"{TOPIC}:\d+: ", failed.value.stderr) and "Traceback" not in failed.value.stderr
    time.sleep(2 * LOOK_FOR_MODEL_SECONDS)
    visitor.over.set()
    visitor.join(30)
    assert visitor.failures == []
    new = [ADDED in answer for answer in visitor.answers]
    assert new == sorted(new) and not new[0] and new[-1], "first the old answer, from one moment on the new one"


@pytest.fixture
def runtime(data_dir: Path, knowledge: Path, change_settings: ChangeSettings) -> Iterator[Runtime]:
    """The services of one process, here, on a data folder of their own."""
    settings = change_settings(PREPAZKA_DATA_DIR=data_dir, PREPAZKA_KNOWLEDGE_DIR=knowledge, DATABASE_URL="")
    runtime = Runtime.start(settings)
    yield runtime
    runtime.close()


def new_model(**changed: str) -> models.TrainedModel:
    """Makes it look as if a training had just ended."""
    model = models.current(places.models_dir())
    assert model is not None
    newer = replace(model, trained_at=datetime.now(UTC).isoformat(), **changed)
    models.record(places.models_dir(), newer)
    return newer


def asked(runtime: Runtime) -> str:
    conversation, _, _ = runtime.conversations.start("web", "en")
    return runtime.conversations.receive(conversation, "a", QUESTION)[0].text


def test_content_comes_into_service_with_the_model_that_was_trained_from_it(runtime: Runtime, knowledge: Path) -> None:
    edit(knowledge)
    assert not runtime.refresh() and ADDED not in asked(runtime), "not before somebody trained"
    newer = new_model()
    assert runtime.refresh() and ADDED in asked(runtime)
    assert runtime.model == newer and not runtime.refresh()


def test_what_cannot_be_loaded_leaves_the_last_good_one_in_service(runtime: Runtime, knowledge: Path) -> None:
    good = runtime.model, runtime.content, asked(runtime)
    damaged = places.models_dir() / "damaged.tar.gz"
    damaged.write_bytes(b"not what was trained")
    for broken in ({"file": "missing.tar.gz"}, {"file": damaged.name}):
        refused = new_model(**broken)
        assert not runtime.refresh() and runtime.refused == refused, "told once, not every two seconds"
    (places.models_dir() / models.CURRENT).write_text("{", "utf-8")
    assert not runtime.refresh()
    models.record(places.models_dir(), replace(good[0], trained_at="later"))
    (knowledge / TOPIC).write_text(BROKEN, "utf-8")
    assert not runtime.refresh()
    assert (runtime.model, runtime.content, asked(runtime)) == good


def test_conversations_are_erased_after_the_days_of_retention(runtime: Runtime) -> None:
    old, _, _ = runtime.conversations.start("web", "en", "old")
    runtime.clock = lambda: datetime.now(UTC) + timedelta(days=runtime.settings.retention_days - 1)
    assert runtime.purge() == 0
    runtime.clock = lambda: datetime.now(UTC) + timedelta(days=runtime.settings.retention_days + 1)
    assert runtime.purge() == 1
    assert runtime.conversations.conversation_for("web", "old") is None and old
