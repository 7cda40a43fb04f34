"""The tables, as the program sees them. A migration makes them; a test keeps the two in step."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RisingId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers a row by itself only when the key is spelt INTEGER (64 bits there too)."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware when it goes in, aware and UTC when it comes back, also from SQLite, which has no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without time zone can't be stored")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _belongs_to(parent: str, name: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A reference that is deleted together with its parent, so that erasing a conversation leaves nothing behind."""
    return Column(name, ForeignKey(f"{parent}.id", ondelete="CASCADE"), nullable=nullable, index=index)


conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("external_id", Text),
    Column("language", Text, nullable=False),
    Column("language_chosen", Boolean, nullable=False, server_default=false()),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    UniqueConstraint("channel", "external_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", RisingId, primary_key=True, autoincrement=True),
    _belongs_to("conversations", "conversation_id"),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("choices", JSON(none_as_null=True)),
    Column("card", JSON(none_as_null=True)),
    Column("sources", JSON(none_as_null=True)),
    Column("topic", Text),
    Column("translated_from", Text),
    Column("client_id", Text),
    Column("chosen", JSON(none_as_null=True)),
    _belongs_to("messages", "in_reply_to", nullable=True, index=True),
    Column("answered_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "client_id"),
    Index("ix_messages_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

waiting = and_(messages.c.author == "client", messages.c.answered_at.is_(None))
"""What marks a message of the client that the assistant still owes an answer."""

Index("ix_messages_waiting", messages.c.id, postgresql_where=waiting, sqlite_where=waiting)

tracker_events = Table(
    "tracker_events",
    metadata,
    Column("id", RisingId, primary_key=True, autoincrement=True),
    _belongs_to("conversations", "conversation_id"),
    _belongs_to("messages", "message_id", index=True),
    Column("event", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Index("ix_tracker_events_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

telegram_chats = Table(
    "telegram_chats",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("delivered_id", BigInteger, nullable=False),
    Column("begun_by", BigInteger, nullable=False),
)
