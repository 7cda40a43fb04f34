"""Every query about conversations. A repository lives as long as the transaction it was made in.

Whoever writes into a conversation first changes its row (`touch`, `lock`). That row is then locked, so within a
conversation ids rise in the order in which they become visible: a reader that asks for everything after the last id it
saw misses nothing. It also lets an erasure and a late reply meet without a deadlock.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, delete, func, insert, or_, select, update

from bot.conversations.model import Choice, Conversation, Message, Reply
from bot.conversations.records import choice_from, choice_record, conversation_from, message_from, reply_values
from bot.errors import ConversationNotFound
from bot.storage.database import Database
from bot.storage.tables import conversations, messages, tracker_events, waiting

SESSION_STARTED = "session_started"


def load_tracker_events(database: Database, conversation_id: str) -> list[dict[str, Any]]:
    """What the engine remembers of its present session, oldest first; for the engine's tracker store."""
    with database.reading() as connection:
        return ConversationRepository(connection).tracker_events(conversation_id)


class ConversationRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, conversation: Conversation, token_hash: str) -> None:
        """Raises `IntegrityError` when the channel already has a conversation with this `external_id`."""
        values = {
            "id": conversation.id,
            "token_hash": token_hash,
            "channel": conversation.channel,
            "external_id": conversation.external_id,
            "language": conversation.language,
            "language_chosen": conversation.language_chosen,
            "created_at": conversation.created_at,
            "last_at": conversation.last_at,
        }
        self._connection.execute(insert(conversations).values(values))

    def with_token_hash(self, conversation_id: str) -> tuple[Conversation, str] | None:
        row = self._connection.execute(select(conversations).where(conversations.c.id == conversation_id)).first()
        return None if row is None else (conversation_from(row), row.token_hash)

    def find(self, conversation_id: str) -> Conversation | None:
        found = self.with_token_hash(conversation_id)
        return None if found is None else found[0]

    def by_external_id(self, channel: str, external_id: str) -> Conversation | None:
        same = (conversations.c.channel == channel, conversations.c.external_id == external_id)
        row = self._connection.execute(select(conversations).where(*same)).first()
        return None if row is None else conversation_from(row)

    def lock(self, conversation_id: str) -> Conversation:
        """The conversation, unchanged by anybody else until the end of the transaction."""
        mine = select(conversations).where(conversations.c.id == conversation_id).with_for_update()
        row = self._connection.execute(mine).first()
        if row is None:
            raise ConversationNotFound(conversation_id)
        return conversation_from(row)

    def change(self, conversation_id: str, **values: Any) -> None:
        changed = self._connection.execute(
            update(conversations).where(conversations.c.id == conversation_id).values(values)
        )
        if changed.rowcount == 0:
            raise ConversationNotFound(conversation_id)

    def touch(self, conversation_id: str, at: datetime) -> None:
        self.change(conversation_id, last_at=at)

    def count_failure(self, message: Message) -> None:
        self.change(message.conversation_id, failures=conversations.c.failures + 1)
        failed = update(messages).where(messages.c.id == message.id)
        self._connection.execute(failed.values(attempts=messages.c.attempts + 1))

    def erase(self, conversation_id: str) -> None:
        self._connection.execute(delete(conversations).where(conversations.c.id == conversation_id))

    def erase_older(self, before: datetime) -> int:
        return self._connection.execute(delete(conversations).where(conversations.c.last_at < before)).rowcount

    def add_client_message(
        self, conversation_id: str, client_id: str, text: str, language: str, chosen: Choice | None, at: datetime
    ) -> Message:
        values = {
            "author": "client",
            "client_id": client_id,
            "text": text,
            "language": language,
            "chosen": None if chosen is None else choice_record(chosen),
        }
        return self._add_message(conversation_id, values, at)

    def add_reply(self, conversation_id: str, reply: Reply, at: datetime, in_reply_to: int | None = None) -> Message:
        return self._add_message(conversation_id, {**reply_values(reply), "in_reply_to": in_reply_to}, at)

    def _add_message(self, conversation_id: str, values: Mapping[str, Any], at: datetime) -> Message:
        new = insert(messages).values(conversation_id=conversation_id, at=at, **values).returning(*messages.c)
        return message_from(self._connection.execute(new).one())

    def by_client_id(self, conversation_id: str, client_id: str) -> Message | None:
        same = (messages.c.conversation_id == conversation_id, messages.c.client_id == client_id)
        row = self._connection.execute(select(messages).where(*same)).first()
        return None if row is None else message_from(row)

    def messages_after(self, conversation_id: str, after: int = 0) -> list[Message]:
        return self._messages(messages.c.conversation_id == conversation_id, messages.c.id > after)

    def replies_to(self, message_id: int) -> list[Message]:
        return self._messages(messages.c.in_reply_to == message_id)

    def to_answer(self, message: Message) -> list[Message]:
        """This message if nobody answered it yet, after the older ones of its conversation that nobody tried yet."""
        untried = (messages.c.attempts == 0) & (messages.c.id < message.id)
        here = messages.c.conversation_id == message.conversation_id
        return self._messages(here, waiting, or_(untried, messages.c.id == message.id))

    def waiting_for_answer(self, most_attempts: int) -> list[Message]:
        return self._messages(waiting, messages.c.attempts < most_attempts)

    def _messages(self, *where: ColumnElement[bool]) -> list[Message]:
        rows = self._connection.execute(select(messages).where(*where).order_by(messages.c.id))
        return [message_from(row) for row in rows]

    def mark_answered(self, message_id: int, at: datetime) -> bool:
        """False when somebody else has answered it already."""
        mine = update(messages).where(messages.c.id == message_id, messages.c.answered_at.is_(None))
        return self._connection.execute(mine.values(answered_at=at)).rowcount == 1

    def issued_choice(self, conversation_id: str, choice_id: str) -> Choice | None:
        """The choice with this id, if a message of this conversation offered it."""
        here = messages.c.conversation_id == conversation_id
        mentioned = cast(messages.c.choices, Text).contains(f'"{choice_id}"', autoescape=True)
        offers = self._connection.scalars(select(messages.c.choices).where(here, mentioned))
        return next((choice_from(one) for offer in offers for one in offer if one["id"] == choice_id), None)

    def add_tracker_events(self, message: Message, events: Sequence[Mapping[str, Any]]) -> None:
        owner = {"conversation_id": message.conversation_id, "message_id": message.id}
        if events:
            rows = [{**owner, "event": str(event.get("event", "")), "data": dict(event)} for event in events]
            self._connection.execute(insert(tracker_events), rows)

    def tracker_events(self, conversation_id: str, *, whole: bool = False) -> list[dict[str, Any]]:
        """Events since the last session began (as in Rasa's own store: replaying all is slow), or the `whole` past."""
        here = tracker_events.c.conversation_id == conversation_id
        query = select(tracker_events.c.data).where(here).order_by(tracker_events.c.id)
        if not whole:
            begun = select(func.max(tracker_events.c.id)).where(here, tracker_events.c.event == SESSION_STARTED)
            query = query.where(tracker_events.c.id >= func.coalesce(begun.scalar_subquery(), 0))
        return list(self._connection.scalars(query))
