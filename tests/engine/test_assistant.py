"""The assistant's thread, its time limit and the change of models, with agents that dawdle."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.conversations.model import Reply, TurnRequest
from bot.engine import assistant as assistant_module
from bot.engine.assistant import Assistant
from bot.errors import Unavailable


def turn(conversation: str = "c1", *, language: str = "cs") -> TurnRequest:
    return TurnRequest(conversation, 1, "?", None, language, False, "web")


class SlowAgent:
    """Answers with its name, after as long as it is told; says in which thread it ran."""

    def __init__(self, name: str, seconds: float = 0.0) -> None:
        self.name = name
        self.seconds = seconds
        self.begun = threading.Event()
        self.threads: set[str] = set()

    def understand(self, text: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
        self.threads.add(threading.current_thread().name)
        return {"language": metadata["language"]}

    async def turn(self, *arguments: object) -> tuple[tuple[Reply, ...], list[dict[str, Any]]]:
        self.begun.set()
        await asyncio.sleep(self.seconds)
        return (Reply(self.name, "cs"),), []

    def say(self, name: str, language: str) -> Reply:
        return Reply(name, language)


class SilentAgent(SlowAgent):
    async def turn(self, *arguments: object) -> tuple[tuple[Reply, ...], list[dict[str, Any]]]:
        return (), []


MakeAssistant = Callable[[Any], Assistant]


@pytest.fixture
def make() -> Iterator[MakeAssistant]:
    made: list[Assistant] = []

    def assistant_with(agent: Any) -> Assistant:
        made.append(Assistant(agent, lambda conversation_id: ()))
        return made[-1]

    yield assistant_with
    for one in made:
        one.close()


def test_turns_run_in_the_assistants_own_thread(make: MakeAssistant) -> None:
    agent = SlowAgent("a")

    make(agent).respond(turn())

    assert agent.threads == {"engine"}
    assert threading.current_thread().name != "engine"


def test_the_callers_event_loop_goes_on_while_a_turn_waits(make: MakeAssistant) -> None:
    running = make(SlowAgent("a", seconds=0.3))

    async def ticks_meanwhile() -> int:
        answer = asyncio.create_task(asyncio.to_thread(running.respond, turn()))
        ticks = 0
        while not answer.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert asyncio.run(ticks_meanwhile()) >= 10


def test_many_threads_may_ask_at_once(make: MakeAssistant) -> None:
    running = make(SlowAgent("a", seconds=0.1))
    started = time.monotonic()

    with ThreadPoolExecutor(20) as people:
        results = list(people.map(lambda n: running.respond(turn(f"c{n}")), range(20)))

    assert [result.replies[0].text for result in results] == ["a"] * 20
    assert time.monotonic() - started < 1.0


def test_a_turn_under_way_finishes_on_the_model_it_began_with(make: MakeAssistant) -> None:
    old, new = SlowAgent("old", seconds=0.3), SlowAgent("new")
    running = make(old)

    with ThreadPoolExecutor(1) as person:
        under_way = person.submit(running.respond, turn())
        assert old.begun.wait(5)
        running.swap(new)  # type: ignore[arg-type]
        after = running.respond(turn("c2"))

    assert after.replies[0].text == "new"
    assert under_way.result().replies[0].text == "old"


def test_models_may_come_and_go_under_load(make: MakeAssistant) -> None:
    running = make(SlowAgent("0", seconds=0.01))

    with ThreadPoolExecutor(4) as people:
        turns = [people.submit(running.respond, turn(f"c{n}")) for n in range(60)]
        for n in range(1, 10):
            running.swap(SlowAgent(str(n), seconds=0.01))  # type: ignore[arg-type]
            time.sleep(0.01)

    assert all(len(done.result().replies) == 1 for done in turns)
    assert running.respond(turn()).replies[0].text == "9"


def test_a_turn_that_takes_too_long_is_unavailable_and_the_next_one_is_answered(
    make: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant_module, "TURN_SECONDS", 0.2)
    slow = SlowAgent("slow", seconds=60)
    running = make(slow)

    with pytest.raises(Unavailable):
        running.respond(turn())

    slow.seconds = 0.0
    assert running.respond(turn()).replies[0].text == "slow"


def test_silence_becomes_an_apology(make: MakeAssistant) -> None:
    result = make(SilentAgent("a")).respond(turn(language="vi"))

    assert result.replies == (Reply("apology", "vi"),)


def test_an_error_of_the_engine_reaches_the_caller(make: MakeAssistant) -> None:
    class Broken(SlowAgent):
        def understand(self, text: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
            raise LookupError("the pipeline broke")

    with pytest.raises(LookupError, match="the pipeline broke"):
        make(Broken("a")).respond(turn())


def test_closing_ends_the_thread() -> None:
    running = Assistant(SlowAgent("a"), lambda conversation_id: ())  # type: ignore[arg-type]

    running.close()

    assert not running._thread.is_alive()
