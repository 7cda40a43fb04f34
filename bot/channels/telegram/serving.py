"""Serves Telegram alone in this process: for a machine beside the one that serves the web."""

import asyncio
import contextlib
import signal

from bot.channels.telegram.channel import TelegramChannel
from bot.runtime import Runtime, Upkeep
from bot.settings import Settings


def run_telegram(runtime: Runtime, settings: Settings) -> None:
    """Blocks until SIGINT or SIGTERM, then closes the services. Raises `SettingsError` for a token that's no use."""
    upkeep = Upkeep(runtime)
    try:
        asyncio.run(_serve(runtime, TelegramChannel(runtime, settings), upkeep))
    finally:
        runtime.close()


async def _serve(runtime: Runtime, channel: TelegramChannel, upkeep: Upkeep) -> None:
    asked_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, asked_to_stop.set)
    upkeep.start()
    await channel.start()
    ended, asked = asyncio.create_task(channel.ended()), asyncio.create_task(asked_to_stop.wait())
    try:
        await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            ended.result()
    finally:
        asked.cancel()
        ended.cancel()
        with contextlib.suppress(Exception):
            await channel.stop()
        upkeep.stop()
        await runtime.live.close()
