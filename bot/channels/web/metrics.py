"""Numbers for the operator (Prometheus). Nothing in them tells one person from another."""

import asyncio
import time

from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("prepazka_requests_total", "Requests by route and status", ["route", "status"])
REQUEST_SECONDS = Histogram("prepazka_request_seconds", "Time from request to answer, without event streams", ["route"])
LOOP_LAG = Gauge("prepazka_loop_lag_seconds_max", "Longest delay of the web loop since this was last read")

LOOK_EVERY_SECONDS = 0.01


class LoopLag:
    """Notices when the web loop was busy with something else than waiting: everybody waits then."""

    def __init__(self) -> None:
        self._longest = 0.0
        LOOP_LAG.set_function(self._take)

    def _take(self) -> float:
        longest, self._longest = self._longest, 0.0
        return longest

    async def watch(self) -> None:
        """Runs until cancelled."""
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            self._longest = max(self._longest, time.perf_counter() - asked - LOOK_EVERY_SECONDS)


class RequestMetrics:
    """Counts and times requests by the pattern of their route, so that no id stands in a metric."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            REQUESTS.labels(route, status).inc()
            if not route.endswith("/events"):
                REQUEST_SECONDS.labels(route).observe(time.perf_counter() - started)
