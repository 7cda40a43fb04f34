"""How far each Telegram chat has been told what its conversation holds."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import ConversationNotFound
from bot.storage.database import Database
from bot.storage.tables import conversations, messages, telegram_chats

CHANNEL = "telegram"

_chats = select(conversations.c.external_id, telegram_chats).join_from(conversations, telegram_chats)
_chat = _chats.where(conversations.c.channel == CHANNEL, conversations.c.external_id == bindparam("chat"))
_news = and_(
    messages.c.conversation_id == telegram_chats.c.conversation_id,
    messages.c.id > telegram_chats.c.delivered_id,
    messages.c.author != "client",
)
_with_news = _chats.where(select(messages.c.id).where(_news).exists())
_delivered = (
    update(telegram_chats)
    .where(telegram_chats.c.conversation_id == bindparam("conversation"))
    .values(delivered_id=bindparam("message"))
)


@dataclass(frozen=True)
class Chat:
    """`delivered_id` is the last message the chat was told, `begun_by` the update that began the conversation."""

    id: int
    conversation_id: str
    delivered_id: int
    begun_by: int


class TelegramChats:
    """Forgotten together with the conversation. Every method may raise `Unavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, chat_id: int) -> Chat | None:
        with self._database.reading() as connection:
            row = connection.execute(_chat, {"chat": str(chat_id)}).first()
        return None if row is None else Chat(chat_id, row.conversation_id, row.delivered_id, row.begun_by)

    def add(self, chat_id: int, conversation_id: str, begun_by: int) -> Chat:
        """A chat that was told nothing yet. Raises `ConversationNotFound` when it was erased meanwhile."""
        chat = Chat(chat_id, conversation_id, 0, begun_by)
        values = {"conversation_id": conversation_id, "delivered_id": 0, "begun_by": begun_by}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(telegram_chats).values(values))
        except IntegrityError as error:
            raise ConversationNotFound(conversation_id) from error
        return chat

    def with_news(self) -> list[int]:
        """The chats that are still to be told something."""
        with self._database.reading() as connection:
            return [int(row.external_id) for row in connection.execute(_with_news)]

    def note_delivered(self, chat: Chat, message_id: int) -> None:
        with self._database.transaction() as connection:
            connection.execute(_delivered, {"conversation": chat.conversation_id, "message": message_id})
