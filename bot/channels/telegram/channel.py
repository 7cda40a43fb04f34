"""The Telegram channel: a private chat is a conversation. One process may serve a bot; Telegram refuses a second."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from itertools import count, groupby

import structlog
from telegram import Bot, BotCommand, Update
from telegram.constants import ChatAction
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.chats import TelegramChats
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.incoming import Incoming, read_update
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Polling, pause_after
from bot.channels.telegram.services import Services
from bot.channels.web.limits import RequestLimits
from bot.errors import SettingsError
from bot.knowledge.model import FALLBACK_LANGUAGE
from bot.settings import Settings

log = structlog.get_logger(__name__)

TYPING_AFTER_SECONDS = 0.7
STOP_SECONDS = 8.0
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
"""Long, because a message that we gave up waiting for may have come through and would come again."""


class TelegramChannel:
    """Start it on the event loop it shall live on. Without Telegram it waits and goes on trying."""

    def __init__(self, services: Services, settings: Settings) -> None:
        if not settings.telegram_bot_token:
            raise SettingsError("TELEGRAM_BOT_TOKEN is not set; @BotFather in Telegram gives you one.")
        silence_token_in_logs()
        self._services = services
        self._bot = _make_bot(settings)
        self._intake = Intake(services, TelegramChats(services.database), RequestLimits(settings))
        self._delivery = Delivery(self._bot, services.database, lambda: services.content)
        self._polling = Polling(self._bot, self._deal_with)
        self._run: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns at once; a refused token is logged, and `ended` raises it."""
        self._run = asyncio.create_task(self._serve(), name="telegram")
        self._run.add_done_callback(_log_end)

    async def ended(self) -> None:
        """Waits until it ends by itself. Raises `SettingsError` when Telegram refuses the token."""
        if self._run is not None:
            await asyncio.shield(self._run)

    async def stop(self) -> None:
        """Finishes what was begun, for `STOP_SECONDS` each for answers and deliveries; the rest waits for a start."""
        self._polling.stop()
        if self._watch is not None and self._run is not None:
            await asyncio.wait({self._run}, timeout=STOP_SECONDS)
        for task in (self._run, self._watch):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._delivery.finish(STOP_SECONDS)
        await self._bot.shutdown()

    async def _serve(self) -> None:
        await self._connect()
        self._watch = asyncio.create_task(self._delivery.watch(), name="telegram watch")
        await self._polling.run()

    async def _connect(self) -> None:
        """Greets Telegram until it answers."""
        for failures in count(1):
            try:
                await self._bot.initialize()
                await self._bot.delete_webhook()
                await self._name_commands()
                return
            except InvalidToken:
                raise SettingsError("Telegram refuses the token in TELEGRAM_BOT_TOKEN.") from None
            except TelegramError as error:
                log.warning("telegram_not_reached", error=type(error).__name__)
                await asyncio.sleep(pause_after(error, failures))

    async def _name_commands(self) -> None:
        """The menu beside the message field, in the language of the person's Telegram."""
        content = self._services.content
        for code in content.knowledge.languages:
            commands = [BotCommand(name, content.phrases.say(code, f"choice.{name}")) for name in ("help", "language")]
            await self._bot.set_my_commands(commands, language_code=code)
            if code == FALLBACK_LANGUAGE:
                await self._bot.set_my_commands(commands)

    async def _deal_with(self, updates: Sequence[Update]) -> None:
        """Chats side by side, the updates of one chat one after the other."""
        known = [incoming for update in updates if (incoming := read_update(update))]
        by_chat = groupby(sorted(known, key=lambda one: one.chat_id), key=lambda one: one.chat_id)
        groups = [self._take_all(list(group)) for _, group in by_chat]
        for broken in filter(None, await asyncio.gather(*groups, return_exceptions=True)):
            log.error("telegram_update_broke", error=type(broken).__name__)

    async def _take_all(self, group: Sequence[Incoming]) -> None:
        for incoming in group:
            if incoming.private:
                await self._take(incoming)
        if not all(incoming.private for incoming in group):
            await self._leave(group[-1])

    async def _take(self, incoming: Incoming) -> None:
        if incoming.callback_id is not None:
            with contextlib.suppress(TelegramError):
                await self._bot.answer_callback_query(incoming.callback_id)
        taken = asyncio.create_task(asyncio.to_thread(self._intake.take, incoming))
        await asyncio.wait({taken}, timeout=TYPING_AFTER_SECONDS)
        if not taken.done():
            with contextlib.suppress(TelegramError):
                await self._bot.send_chat_action(incoming.chat_id, ChatAction.TYPING)
        self._delivery.bring(incoming.chat_id, await taken)

    async def _leave(self, incoming: Incoming) -> None:
        """In a group others would read along."""
        sentence = await asyncio.to_thread(self._intake.say, incoming, "telegram.private_only")
        with contextlib.suppress(TelegramError):
            await self._bot.send_message(incoming.chat_id, sentence)
        with contextlib.suppress(TelegramError):
            await self._bot.leave_chat(incoming.chat_id)


def silence_token_in_logs() -> None:
    """httpx logs addresses, in which the token stands; python-telegram-bot logs what people wrote.

    Nothing is lost: whatever fails in them is raised too, and logged here by its kind.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _make_bot(settings: Settings) -> Bot:
    address = settings.telegram_api_url.rstrip("/")
    return Bot(
        settings.telegram_bot_token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(read_timeout=READ_SECONDS, connect_timeout=CONNECT_SECONDS),
        get_updates_request=HTTPXRequest(connection_pool_size=1, connect_timeout=CONNECT_SECONDS),
    )


def _log_end(run: asyncio.Task[None]) -> None:
    if not run.cancelled() and (error := run.exception()):
        log.error("telegram_ended", error=type(error).__name__)
