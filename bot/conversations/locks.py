"""One turn of a conversation at a time, in this process and, on PostgreSQL, in every other replica."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.errors import Unavailable
from bot.storage.database import LOCK_WAIT_SECONDS, Database


@dataclass
class _Held:
    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0


class TurnLocks:
    """Locks made when needed and forgotten when nobody holds or awaits them."""

    def __init__(self, database: Database, wait_seconds: float = LOCK_WAIT_SECONDS) -> None:
        self._database = database
        self._wait_seconds = wait_seconds
        self._guard = threading.Lock()
        self._held: dict[str, _Held] = {}

    @contextmanager
    def hold(self, conversation_id: str) -> Iterator[None]:
        """Raises `Unavailable` when the turn before does not end in time: a stuck turn must not pile up threads."""
        with self._mine(conversation_id) as held:
            if not held.lock.acquire(timeout=self._wait_seconds):
                raise Unavailable(f"the turn before did not end within {self._wait_seconds} s")
            try:
                with self._database.exclusive(f"turn {conversation_id}"):
                    yield
            finally:
                held.lock.release()

    @contextmanager
    def _mine(self, conversation_id: str) -> Iterator[_Held]:
        with self._guard:
            held = self._held.setdefault(conversation_id, _Held())
            held.users += 1
        try:
            yield held
        finally:
            with self._guard:
                held.users -= 1
                if held.users == 0:
                    del self._held[conversation_id]
