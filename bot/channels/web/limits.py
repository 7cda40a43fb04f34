"""How many requests one client may send. Shared between replicas when there is a Redis."""

from typing import cast

from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from bot.errors import TooManyRequests
from bot.settings import Settings


class RequestLimits:
    """A burst limit a second and a lasting one a minute, by client address. Addresses are kept only in memory."""

    MINUTE_FACTOR = 12

    def __init__(self, settings: Settings) -> None:
        storage = cast(Storage, storage_from_string(settings.redis_url or "memory://"))
        self._limiter = MovingWindowRateLimiter(storage)
        self._limits: tuple[RateLimitItem, ...] = (
            parse(f"{settings.messages_per_second}/second"),
            parse(f"{settings.messages_per_second * self.MINUTE_FACTOR}/minute"),
        )

    def take(self, client: str) -> None:
        """Count one request of this client; raises `TooManyRequests` when it was one too many."""
        if not all([self._limiter.hit(limit, "web", client) for limit in self._limits]):
            raise TooManyRequests("more requests than one client may send")
