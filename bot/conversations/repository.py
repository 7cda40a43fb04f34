"""Every query about conversations. A repository lives as long as the transaction it was made in.

Whoever writes into a conversation first changes its row (`touch`, `lock`). That row is then locked, so within a
conversation ids rise in the order in which they become visible: a reader that asks for everything after the last id it
saw misses nothing. It also lets an erasure and a late reply meet without a deadlock.

Statements are built once: building one costs more than SQLite needs to run it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.conversations.model import Choice, Conversation, Message, Reply
from bot.conversations.records import (
    choice_from,
    client_record,
    conversation_from,
    message_from,
    reply_record,
    stored_message,
)
from bot.errors import ConversationNotFound
from bot.storage.database import Database
from bot.storage.tables import conversations, messages, tracker_events, waiting

SESSION_STARTED = "session_started"

_id: BindParameter[Any] = bindparam("this_id")
_limit: BindParameter[int] = bindparam("limit_id")
_this_conversation = conversations.c.id == _id
_this_message = messages.c.id == _id
_messages_here = messages.c.conversation_id == _id
_events_here = tracker_events.c.conversation_id == _id


def _in_order(*where: Any) -> Select[Any]:
    return select(messages).where(*where).order_by(messages.c.id)


_conversation = select(conversations).where(_this_conversation)
_conversation_locked = _conversation.with_for_update()
_conversation_outside = select(conversations).where(
    conversations.c.channel == bindparam("channel"), conversations.c.external_id == bindparam("external_id")
)
_touch = update(conversations).where(_this_conversation).values(last_at=bindparam("now")).returning(conversations)
_finish_turn = (
    update(conversations)
    .where(_this_conversation)
    .values(last_at=bindparam("now"), language=bindparam("tongue"), language_chosen=bindparam("chosen"), failures=0)
)
_erase = delete(conversations).where(_this_conversation)
_erase_older = delete(conversations).where(conversations.c.last_at < bindparam("before"))

_add_message = insert(messages).returning(messages.c.id)
_mark_answered = (
    update(messages).where(_this_message, messages.c.answered_at.is_(None)).values(answered_at=bindparam("now"))
)
_count_attempt = update(messages).where(_this_message).values(attempts=messages.c.attempts + 1)
_by_client_id = select(messages).where(_messages_here, messages.c.client_id == bindparam("client"))
_messages_after = _in_order(_messages_here, messages.c.id > _limit)
_replies = _in_order(messages.c.in_reply_to == _id)
_untried = (messages.c.attempts == 0) & (messages.c.id < _limit)
_to_answer = _in_order(_messages_here, waiting, or_(_untried, messages.c.id == _limit))
_all_to_answer = _in_order(waiting, messages.c.attempts < bindparam("most"))
_offers = select(messages.c.choices).where(
    _messages_here, cast(messages.c.choices, Text).contains(bindparam("mention"), autoescape=False)
)

_events = select(tracker_events.c.data).where(_events_here).order_by(tracker_events.c.id)
_session_begun = select(func.max(tracker_events.c.id)).where(_events_here, tracker_events.c.event == SESSION_STARTED)
_session_events = _events.where(tracker_events.c.id >= func.coalesce(_session_begun.scalar_subquery(), 0))


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
        self._connection.execute(insert(conversations), values)

    def with_token_hash(self, conversation_id: str) -> tuple[Conversation, str] | None:
        row = self._connection.execute(_conversation, {"this_id": conversation_id}).first()
        return None if row is None else (conversation_from(row), row.token_hash)

    def find(self, conversation_id: str) -> Conversation | None:
        found = self.with_token_hash(conversation_id)
        return None if found is None else found[0]

    def by_external_id(self, channel: str, external_id: str) -> Conversation | None:
        outside = {"channel": channel, "external_id": external_id}
        row = self._connection.execute(_conversation_outside, outside).first()
        return None if row is None else conversation_from(row)

    def lock(self, conversation_id: str) -> Conversation:
        """The conversation, unchanged by anybody else until the end of the transaction."""
        row = self._connection.execute(_conversation_locked, {"this_id": conversation_id}).first()
        if row is None:
            raise ConversationNotFound(conversation_id)
        return conversation_from(row)

    def touch(self, conversation_id: str, at: datetime) -> Conversation:
        """Notes that something was said. It locks like `lock` does."""
        row = self._connection.execute(_touch, {"this_id": conversation_id, "now": at}).first()
        if row is None:
            raise ConversationNotFound(conversation_id)
        return conversation_from(row)

    def change(self, conversation_id: str, **values: Any) -> None:
        changed = self._connection.execute(
            update(conversations).where(_this_conversation).values(values), {"this_id": conversation_id}
        )
        if changed.rowcount == 0:
            raise ConversationNotFound(conversation_id)

    def finish_turn(self, conversation_id: str, language: str, language_chosen: bool, at: datetime) -> None:
        values = {"this_id": conversation_id, "now": at, "tongue": language, "chosen": language_chosen}
        self._connection.execute(_finish_turn, values)

    def count_failure(self, message: Message) -> None:
        self.change(message.conversation_id, failures=conversations.c.failures + 1)
        self._connection.execute(_count_attempt, {"this_id": message.id})

    def erase(self, conversation_id: str) -> None:
        self._connection.execute(_erase, {"this_id": conversation_id})

    def erase_older(self, before: datetime) -> int:
        return self._connection.execute(_erase_older, {"before": before}).rowcount

    def add_client_message(
        self, conversation_id: str, client_id: str, text: str, language: str, chosen: Choice | None, at: datetime
    ) -> Message:
        return self._add_message(client_record(client_id, text, language, chosen), conversation_id, at)

    def add_reply(self, conversation_id: str, reply: Reply, at: datetime, in_reply_to: int | None = None) -> Message:
        return self._add_message({**reply_record(reply), "in_reply_to": in_reply_to}, conversation_id, at)

    def _add_message(self, record: Mapping[str, Any], conversation_id: str, at: datetime) -> Message:
        values = {**record, "conversation_id": conversation_id, "at": at}
        return stored_message(self._connection.execute(_add_message, values).scalar_one(), values)

    def by_client_id(self, conversation_id: str, client_id: str) -> Message | None:
        found = self._messages(_by_client_id, this_id=conversation_id, client=client_id)
        return found[0] if found else None

    def messages_after(self, conversation_id: str, after: int = 0) -> list[Message]:
        return self._messages(_messages_after, this_id=conversation_id, limit_id=after)

    def replies_to(self, message_id: int) -> list[Message]:
        return self._messages(_replies, this_id=message_id)

    def to_answer(self, message: Message) -> list[Message]:
        """This message if nobody answered it yet, after the older ones of its conversation that nobody tried yet."""
        return self._messages(_to_answer, this_id=message.conversation_id, limit_id=message.id)

    def waiting_for_answer(self, most_attempts: int) -> list[Message]:
        return self._messages(_all_to_answer, most=most_attempts)

    def _messages(self, query: Select[Any], **values: Any) -> list[Message]:
        return [message_from(row) for row in self._connection.execute(query, values)]

    def mark_answered(self, message_id: int, at: datetime) -> bool:
        """False when somebody else has answered it already."""
        return self._connection.execute(_mark_answered, {"this_id": message_id, "now": at}).rowcount == 1

    def issued_choice(self, conversation_id: str, choice_id: str) -> Choice | None:
        """The choice with this id, if a message of this conversation offered it."""
        offers = self._connection.scalars(_offers, {"this_id": conversation_id, "mention": f'"{choice_id}"'})
        return next((choice_from(one) for offer in offers for one in offer if one["id"] == choice_id), None)

    def add_tracker_events(self, message: Message, events: Sequence[Mapping[str, Any]]) -> None:
        owner = {"conversation_id": message.conversation_id, "message_id": message.id}
        if events:
            rows = [{**owner, "event": str(event.get("event", "")), "data": dict(event)} for event in events]
            self._connection.execute(insert(tracker_events), rows)

    def tracker_events(self, conversation_id: str, *, whole: bool = False) -> list[dict[str, Any]]:
        """Events since the last session began (as in Rasa's own store: replaying all is slow), or the `whole` past."""
        query = _events if whole else _session_events
        return list(self._connection.scalars(query, {"this_id": conversation_id}))
