"""Brings each chat what its conversation holds and the chat doesn't have yet, whoever wrote it, in order.

What was delivered is noted after each message, so that a restart goes on where this process stopped. Only a message
that was under way when the process was killed comes twice: Telegram offers no way to send one just once, and an answer
that never comes is worse.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.chats import Chat, TelegramChats
from bot.channels.telegram.rendering import Piece, render
from bot.channels.telegram.sending import send
from bot.conversations.model import Message
from bot.conversations.repository import ConversationRepository
from bot.errors import PrepazkaError
from bot.knowledge.content import Content
from bot.storage.database import Database

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 2.0
"""How late a message of staff may come, at most; replies to the person are brought at once."""

MOST_AT_ONCE = 20
REFUSALS = (Forbidden, BadRequest, ChatMigrated)
"""Telegram will never take this message: the person blocked us, or is gone."""


class Delivery:
    """At most one delivery to a chat at a time. Used from one event loop."""

    def __init__(self, bot: Bot, database: Database, content: Callable[[], Content]) -> None:
        self._bot = bot
        self._database = database
        self._content = content
        self._chats = TelegramChats(database)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._sentences: dict[int, list[str]] = {}
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    def bring(self, chat_id: int, sentence: str | None = None) -> None:
        """Begins to bring the chat what it lacks, then the `sentence`, which the conversation doesn't hold."""
        if sentence:
            self._sentences.setdefault(chat_id, []).append(sentence)
        self._again.add(chat_id)
        if chat_id not in self._tasks:
            self._tasks[chat_id] = asyncio.create_task(self._deliver(chat_id), name="telegram delivery")

    async def watch(self) -> None:
        """Looks for ever for what others wrote and what an earlier process left."""
        while True:
            with _logged("telegram_look_failed"):
                for chat_id in await asyncio.to_thread(self._chats.with_news):
                    if chat_id not in self._tasks:
                        self.bring(chat_id)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def finish(self, seconds: float) -> None:
        """Lets deliveries under way end; what does not end in time stays for the next start."""
        if tasks := list(self._tasks.values()):
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _deliver(self, chat_id: int) -> None:
        try:
            while chat_id in self._again:
                self._again.discard(chat_id)
                with _logged("telegram_delivery_failed"):
                    async with self._room:
                        await self._bring_messages(chat_id)
                        await self._bring_sentences(chat_id)
        finally:
            self._tasks.pop(chat_id, None)

    async def _bring_messages(self, chat_id: int) -> None:
        chat = await asyncio.to_thread(self._chats.find, chat_id)
        if chat is None:
            return
        for message in await asyncio.to_thread(self._undelivered, chat):
            for piece in render(message, self._content()):
                await self._send(chat_id, piece)
            await asyncio.to_thread(self._chats.note_delivered, chat, message.id)

    async def _bring_sentences(self, chat_id: int) -> None:
        for sentence in self._sentences.pop(chat_id, ()):
            await self._send(chat_id, Piece(sentence))

    async def _send(self, chat_id: int, piece: Piece) -> None:
        """A piece that is refused is passed over; other failures of Telegram are raised and tried at the next look."""
        try:
            await send(self._bot, chat_id, piece)
        except REFUSALS as error:
            log.warning("telegram_message_refused", error=type(error).__name__)

    def _undelivered(self, chat: Chat) -> list[Message]:
        with self._database.reading() as connection:
            return ConversationRepository(connection).messages_after(chat.conversation_id, chat.delivered_id)


@contextlib.contextmanager
def _logged(event: str) -> Iterator[None]:
    try:
        yield
    except (TelegramError, PrepazkaError) as error:
        log.warning(event, error=type(error).__name__)
    except Exception as error:
        log.error(event, error=type(error).__name__)
