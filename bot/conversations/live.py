"""Tells connected views that a conversation has something new.

Only ids travel, and a view reads the messages themselves from the database after the last id it has. So an event may be
lost or come twice; a lost one costs a delay of at most `WAKE_EVERY_SECONDS`.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncGenerator
from typing import Protocol

from bot.conversations.model import Message
from bot.settings import Settings

log = logging.getLogger(__name__)

WAKE_EVERY_SECONDS = 15.0


class LiveEvents(Protocol):
    def publish(self, message: Message) -> None:
        """Tells every view of the message's conversation. Call it from any thread, after the commit; never raises."""
        ...

    def subscribe(self, conversation_id: str) -> AsyncGenerator[int, None]:
        """Yields at once, then whenever there may be something new: the newest message id heard of, 0 if none.

        The first wake-up comes after the subscription stands, so reading the database on every wake-up misses nothing.
        """
        ...

    async def close(self) -> None: ...


class _Bell:
    """One view's doorbell. Ringing ten times before it is answered is one ring: nothing piles up."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()
        self._newest = 0

    def ring(self, message_id: int) -> None:
        """From any thread; a view whose loop has ended is not there to hear it."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ring_here, message_id)

    def _ring_here(self, message_id: int) -> None:
        self._newest = max(self._newest, message_id)
        self._rung.set()

    async def wait(self, seconds: float) -> int:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()
        return self._newest


class LocalLiveEvents:
    """Live events inside one process."""

    def __init__(self, wake_every_seconds: float = WAKE_EVERY_SECONDS) -> None:
        self._wake_every = wake_every_seconds
        self._guard = threading.Lock()
        self._bells: dict[str, set[_Bell]] = {}

    def publish(self, message: Message) -> None:
        self.ring(message.conversation_id, message.id)

    def ring(self, conversation_id: str, message_id: int) -> None:
        with self._guard:
            bells = tuple(self._bells.get(conversation_id, ()))
        for bell in bells:
            bell.ring(message_id)

    def ring_all(self) -> None:
        """Sends every view to the database, when events may have been lost."""
        with self._guard:
            bells = [bell for group in self._bells.values() for bell in group]
        for bell in bells:
            bell.ring(0)

    async def subscribe(self, conversation_id: str) -> AsyncGenerator[int, None]:
        bell = _Bell()
        with self._guard:
            self._bells.setdefault(conversation_id, set()).add(bell)
        try:
            yield 0
            while True:
                yield await bell.wait(self._wake_every)
        finally:
            self._leave(conversation_id, bell)

    def _leave(self, conversation_id: str, bell: _Bell) -> None:
        with self._guard:
            group = self._bells[conversation_id]
            group.discard(bell)
            if not group:
                del self._bells[conversation_id]

    @property
    def views(self) -> int:
        """How many views listen now; for the metrics."""
        with self._guard:
            return sum(map(len, self._bells.values()))

    async def close(self) -> None:
        """Nothing to close."""


def make_live_events(settings: Settings) -> LiveEvents:
    """Redis when `REDIS_URL` is set, otherwise this process alone."""
    if not settings.redis_url:
        return LocalLiveEvents()
    from bot.conversations.live_redis import RedisLiveEvents  # one process alone does without the Redis client

    return RedisLiveEvents(settings.redis_url)
