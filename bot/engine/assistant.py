"""The assistant as conversations know it: a message in, replies out, from any thread, while models come and go."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

import structlog

from actions.languages import LANGUAGE_SLOT
from bot.conversations.model import Reply, TurnRequest, TurnResult
from bot.engine.rasa_agent import ParseData, RasaAgent, parsed_choice
from bot.errors import Unavailable

log = structlog.get_logger(__name__)

TURN_SECONDS = 30.0
TOPIC_SLOT = "topic"
FOLLOW_UP_SECONDS = 3600.0  # as long as a session of Rasa lasts (domain.yml)

History = Callable[[str], Sequence[Mapping[str, Any]]]


class Assistant:
    """Runs agents on an event loop of its own, in its own thread.

    With Rasa on the loop that serves the web, 40 messages at once stalled it for more than a second. `history` gives
    the stored tracker events of a conversation; it is called in the caller's thread.
    """

    def __init__(self, agent: RasaAgent, history: History) -> None:
        self._agent = agent
        self._history = history
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._thread.start()

    def swap(self, agent: RasaAgent) -> None:
        """From the next turn on this agent answers; turns under way finish on the one they began with."""
        self._agent = agent

    def respond(self, turn: TurnRequest) -> TurnResult:
        """One turn; blocks the calling thread until it is done. Raises `Unavailable` when it takes too long."""
        return self._wait(self._respond(self._agent, turn, self._history(turn.conversation_id)))

    def understand(self, text: str, language: str | None) -> tuple[ParseData, float]:
        """What the pipeline makes of a text, and the milliseconds it took."""
        return self._wait(_understand(self._agent, text, language))

    def welcome(self, language: str) -> tuple[Reply, ...]:
        return (self._agent.say("greet", language),)

    def close(self) -> None:
        """Stop the thread; nothing may be asked afterwards."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=TURN_SECONDS)
        self._loop.close()

    def _wait[Result](self, work: Coroutine[Any, Any, Result]) -> Result:
        future: Future[Result] = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(timeout=TURN_SECONDS)
        except FutureTimeout as error:
            future.cancel()
            raise Unavailable(f"no answer within {TURN_SECONDS:.0f} s") from error

    @staticmethod
    async def _respond(agent: RasaAgent, turn: TurnRequest, stored: Sequence[Mapping[str, Any]]) -> TurnResult:
        if turn.choice is not None:
            parsed, language = parsed_choice(turn.choice, turn.text), turn.language
        else:
            about = _topic_under_discussion(stored)
            parsed = agent.understand(turn.text, _metadata(turn.language, turn.language_chosen, about))
            language = parsed.get("language") or turn.language
        replies, events = await agent.turn(turn, parsed, language, stored)
        chosen = _chosen_language(events)
        if not replies:
            log.error("turn_without_reply", conversation=turn.conversation_id)
            replies = (agent.say("apology", language),)
        if risk := parsed.get("risk"):
            replies = (agent.emergency(risk, language), *replies)
        if other := parsed.get("other_language"):
            replies = (*replies[:-1], agent.offering_language(replies[-1], other))
        return TurnResult(replies, events, chosen or language, turn.language_chosen or chosen is not None)


async def _understand(agent: RasaAgent, text: str, language: str | None) -> tuple[ParseData, float]:
    started = time.perf_counter()
    parsed = agent.understand(text, _metadata(language, language is not None))
    return parsed, (time.perf_counter() - started) * 1000


def _metadata(language: str | None, chosen: bool, topic: str | None = None) -> dict[str, Any]:
    return {"language": language, "language_chosen": chosen, "topic": topic}


def _topic_under_discussion(stored: Sequence[Mapping[str, Any]]) -> str | None:
    """The last topic that was answered, unless it was so long ago that nobody remembers it."""
    for event in reversed(stored):
        if event["event"] == "slot" and event.get("name") == TOPIC_SLOT:
            fresh = time.time() - float(event.get("timestamp") or 0) < FOLLOW_UP_SECONDS
            return str(event["value"]) if fresh and event["value"] else None
    return None


def _chosen_language(events: Sequence[Mapping[str, Any]]) -> str | None:
    """The language that the person chose in this turn, if any.

    Only what follows the message counts: a new Rasa session begins with the slots of the last one, and an old choice
    carried over must not undo a newer one.
    """
    since = max((place for place, event in enumerate(events) if event["event"] == "user"), default=0)
    chosen = [
        e["value"] for e in events[since:] if e["event"] == "slot" and e.get("name") == LANGUAGE_SLOT and e["value"]
    ]
    return str(chosen[-1]) if chosen else None
