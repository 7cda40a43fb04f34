"""The tables, as the program sees them. A migration makes them; a test keeps the two in step."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
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

interpreters = Table(
    "interpreters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("modes", JSON, nullable=False),
    Column("offices", JSON, nullable=False),
    Column("minutes_before", Integer, nullable=False),
    Column("minutes_after", Integer, nullable=False),
    Column("daily_most", Integer, nullable=False),
)

working_hours = Table(
    "working_hours",
    metadata,
    Column("id", RisingId, primary_key=True, autoincrement=True),
    _belongs_to("interpreters", "interpreter_id"),
    Column("weekday", Integer),
    Column("day", Date),
    Column("hours", Text, nullable=False),
    UniqueConstraint("interpreter_id", "weekday"),
    UniqueConstraint("interpreter_id", "day"),
)
"""The hours of a weekday (Monday is 0), or of one day instead."""

absences = Table(
    "absences",
    metadata,
    Column("id", RisingId, primary_key=True, autoincrement=True),
    _belongs_to("interpreters", "interpreter_id", index=True),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)

bookings = Table(
    "bookings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, unique=True),
    Column("interpreter_id", ForeignKey("interpreters.id"), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("language", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("office", Text),
    Column("topic", Text),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("busy_from", UtcDateTime, nullable=False),
    Column("busy_until", UtcDateTime, nullable=False),
    Column("zone", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("hold_until", UtcDateTime),
    Column("sequence", Integer, nullable=False),
    _belongs_to("bookings", "moved_to", nullable=True, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_bookings_interpreter_id_starts_at", "interpreter_id", "starts_at"),
    Index("ix_bookings_starts_at", "starts_at"),
)
"""No two held or confirmed rows of an interpreter overlap from `busy_from` up to `busy_until`: the database refuses it
(an exclusion constraint on PostgreSQL, triggers on SQLite; the migration makes them)."""

booking_changes = Table(
    "booking_changes",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column(
        "booking_id",
        ForeignKey("bookings.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    Column("at", UtcDateTime, nullable=False),
)
"""The idempotency keys: what was asked under each, and the booking it made or changed. A key is written first, so that
the same request at the same moment waits for it; the booking may come later in the transaction."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", RisingId, primary_key=True, autoincrement=True),
    _belongs_to("bookings", "booking_id"),
    Column("kind", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("booking_id", "kind"),
)
"""What people are still to be told about a booking; each kind once."""

unsent = outbox.c.sent_at.is_(None)
Index("ix_outbox_unsent", outbox.c.due_at, postgresql_where=unsent, sqlite_where=unsent)
