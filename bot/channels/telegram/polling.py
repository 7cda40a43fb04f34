"""Fetches updates. One is confirmed to Telegram only after it was dealt with, so a killed process loses none.

python-telegram-bot's own `Updater` confirms what it has merely put into a queue in memory.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram.incoming import UPDATES
from bot.channels.telegram.sending import asked_pause

log = structlog.get_logger(__name__)

POLL_SECONDS = 30
READ_SECONDS = 10.0
"""How much longer than the poll itself an answer may take."""

SHORTEST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
REMEMBERED = 1000


class Polling:
    """Hands over updates in batches, each update once in the life of this process."""

    def __init__(self, bot: Bot, deal_with: Callable[[Sequence[Update]], Awaitable[None]]) -> None:
        self._bot = bot
        self._deal_with = deal_with
        self._next: int | None = None
        self._known: deque[int] = deque(maxlen=REMEMBERED)
        self._fetching: asyncio.Task[Sequence[Update]] | None = None
        self._stopped = False

    async def run(self) -> None:
        """Until `stop`: whoever waits for it afterwards knows that the last batch was dealt with and confirmed."""
        while not self._stopped:
            updates = await self._fetch()
            await self._deal_with([one for one in updates if one.update_id not in self._known])
            self._known.extend(one.update_id for one in updates)
            if updates:
                self._next = updates[-1].update_id + 1
        await self._confirm()

    def stop(self) -> None:
        self._stopped = True
        if self._fetching is not None:
            self._fetching.cancel()

    async def _fetch(self) -> Sequence[Update]:
        self._fetching = asyncio.create_task(self._fetch_patiently(), name="telegram poll")
        try:
            return await self._fetching
        except asyncio.CancelledError:
            if self._stopped and self._fetching.cancelled():
                return ()
            self._fetching.cancel()
            raise

    async def _fetch_patiently(self) -> Sequence[Update]:
        """Tries until it works, with growing pauses: Telegram, or the way to it, may be away for long."""
        for failures in count(1):
            try:
                return await self._updates(POLL_SECONDS)
            except Exception as error:
                log.warning("telegram_poll_failed", error=type(error).__name__)
                await asyncio.sleep(pause_after(error, failures))
        raise AssertionError("count() has no end")

    async def _confirm(self) -> None:
        if self._next is not None:
            with contextlib.suppress(TelegramError):
                await self._updates(0)

    async def _updates(self, seconds: int) -> Sequence[Update]:
        return await self._bot.get_updates(
            offset=self._next,
            limit=None if seconds else 1,
            timeout=seconds,
            read_timeout=READ_SECONDS,
            allowed_updates=UPDATES,
        )


def pause_after(error: Exception, failures: int) -> float:
    """Seconds to wait before the next attempt. A `Conflict` means that another process serves this bot."""
    if isinstance(error, Conflict):
        return LONGEST_PAUSE_SECONDS
    if isinstance(error, RetryAfter):
        return asked_pause(error)
    return min(SHORTEST_PAUSE_SECONDS * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE_SECONDS)
