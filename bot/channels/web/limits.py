"""How many requests one client may send. Shared between replicas when there is a Redis."""

import math
import time
from typing import Any, cast

import structlog
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.errors import TooManyRequests
from bot.settings import Settings

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 1.0
PAUSE_SECONDS = 5.0
"""How long a Redis that failed is left alone: requests must not wait for it one by one."""


class AllowanceSpent(TooManyRequests):
    """One request too many; the next one is welcome after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__("more requests than one client may send")
        self.seconds = seconds


class RequestLimits:
    """A burst limit a second and a lasting one a minute, by client address. Addresses are kept only in memory.

    A request that was refused counts nowhere: a burst costs a client the rest of its second, not of its minute.
    """

    MINUTE_FACTOR = 12

    def __init__(self, settings: Settings) -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _shared_limiter(settings.redis_url)
        self._here_until = 0.0
        self._limits: tuple[RateLimitItem, ...] = (
            parse(f"{settings.messages_per_second}/second"),
            parse(f"{settings.messages_per_second * self.MINUTE_FACTOR}/minute"),
        )

    def take(self, client: str) -> None:
        """Count one request of this client; raises `TooManyRequests` when it was one too many."""
        if self._shared is not None and time.monotonic() >= self._here_until:
            try:
                return self._take(self._shared, client)
            except StorageError as error:
                self._here_until = time.monotonic() + PAUSE_SECONDS
                log.warning("requests_counted_here_alone", seconds=PAUSE_SECONDS, error=type(error).__name__)
        return self._take(self._here, client)

    def _take(self, limiter: MovingWindowRateLimiter, client: str) -> None:
        for limit in self._limits:
            if not limiter.hit(limit, "web", client):
                free_at = limiter.get_window_stats(limit, "web", client).reset_time
                raise AllowanceSpent(max(1, math.ceil(free_at - time.time())))


def _shared_limiter(redis_url: str) -> MovingWindowRateLimiter | None:
    if not redis_url:
        return None
    options: dict[str, Any] = {  # the library names a few plain types, but hands all on to the Redis client
        "retry": Retry(NoBackoff(), 0),
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": CONNECT_SECONDS,
        "wrap_exceptions": True,
    }
    return MovingWindowRateLimiter(cast(Storage, storage_from_string(redis_url, **options)))
