"""A small assistant for tests: it answers every text with its echo and does what a few words tell it."""

import threading
import time
from collections.abc import Callable

from bot.conversations.model import Choice, Reply, TurnRequest, TurnResult


class EchoResponder:
    """Counts its turns, and can be made to break, to dawdle or to call back in the middle of a turn."""

    def __init__(self) -> None:
        self.turns: list[TurnRequest] = []
        self.breaks_on: dict[str, BaseException] = {}
        self.seconds = 0.0
        self.meanwhile: Callable[[TurnRequest], object] = lambda turn: None
        self.busy_in: set[str] = set()
        self.overlapped = False
        self._guard = threading.Lock()

    def welcome(self, language: str) -> tuple[Reply, ...]:
        yes = Choice("", "Yes", "affirm", {"answer": "yes"})
        return (Reply(f"welcome {language}", language, choices=(yes, Choice("", "No", "deny"))),)

    def respond(self, turn: TurnRequest) -> TurnResult:
        with self._guard:
            self.turns.append(turn)
            self.overlapped = self.overlapped or turn.conversation_id in self.busy_in
            self.busy_in.add(turn.conversation_id)
        try:
            time.sleep(self.seconds)
            self.meanwhile(turn)
            if turn.text in self.breaks_on:
                raise self.breaks_on[turn.text]
        finally:
            with self._guard:
                self.busy_in.discard(turn.conversation_id)
        return self._result(turn)

    def _result(self, turn: TurnRequest) -> TurnResult:
        events = [{"event": "user", "text": turn.text}, {"event": "bot", "text": f"echo {turn.text}"}]
        if turn.text == "hello":
            events.insert(0, {"event": "session_started", "text": ""})
        more = Choice("", "More", "ask_topic", {"topic": "benefit"})
        replies = (Reply(f"echo {turn.text}", turn.language), Reply("more?", turn.language, choices=(more,)))
        return TurnResult(replies, events, turn.language, turn.language_chosen)

    def texts(self) -> list[str]:
        return [turn.text for turn in self.turns]
