"""Live events between replicas, over one Redis channel that every replica hears."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.conversations.live import WAKE_EVERY_SECONDS, LocalLiveEvents
from bot.conversations.model import Message

log = logging.getLogger(__name__)

CHANNEL = "prepazka:live"
CONNECT_SECONDS = 1.0
PAUSE_SECONDS = 5.0
"""How long a Redis that failed is left alone: turns must not wait for it one by one."""


class RedisLiveEvents:
    """Publishes to all replicas; one listener in each passes what it hears on to the views of its process."""

    def __init__(
        self, url: str, wake_every_seconds: float = WAKE_EVERY_SECONDS, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        self._url = url
        self._local = LocalLiveEvents(wake_every_seconds)
        self._pause = pause_seconds
        self._quiet_until = 0.0
        self._listener: asyncio.Task[None] | None = None
        self._publisher = redis.Redis.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS, retry=Retry(NoBackoff(), 0)
        )

    def publish(self, message: Message) -> None:
        """The views of this process are told directly, so they hear it also when Redis is down."""
        self._local.publish(message)
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._publisher.publish(CHANNEL, f"{message.conversation_id} {message.id}")
        except redis.RedisError as error:
            self._quiet_until = time.monotonic() + self._pause
            log.warning("live events to other replicas pause for %s s: %s", self._pause, type(error).__name__)

    async def subscribe(self, conversation_id: str) -> AsyncGenerator[int, None]:
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen(), name="live events from Redis")
        wakeups = self._local.subscribe(conversation_id)
        async with contextlib.aclosing(wakeups):
            async for newest in wakeups:
                yield newest

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (redis.RedisError, OSError) as error:
                log.warning("live events from other replicas were lost: %s", type(error).__name__)
            await asyncio.sleep(self._pause)

    async def _hear(self) -> None:
        """Listens until the connection fails. What was said before it stood is lost, so every view is woken once."""
        client = redis.asyncio.Redis.from_url(
            self._url, socket_connect_timeout=CONNECT_SECONDS, health_check_interval=10
        )
        async with client, client.pubsub(ignore_subscribe_messages=False) as pubsub:
            await pubsub.subscribe(CHANNEL)
            while True:
                heard = await pubsub.get_message(timeout=5.0)
                if heard is not None:
                    self._pass_on(heard["type"], heard["data"])

    def _pass_on(self, kind: str, data: object) -> None:
        if kind == "subscribe":
            self._local.ring_all()
        elif kind == "message" and isinstance(data, bytes):
            conversation_id, _, message_id = data.decode("ascii", "replace").partition(" ")
            if message_id.isdigit():
                self._local.ring(conversation_id, int(message_id))

    @property
    def views(self) -> int:
        return self._local.views

    async def close(self) -> None:
        """Stops listening; views of this process then only wake by time."""
        if self._listener is not None:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
        self._publisher.close()
