"""Conversations, their messages, and what the dialogue engine remembers of them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)
_RISING_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _make_conversations()
    _make_messages()
    _make_tracker_events()


def downgrade() -> None:
    for table in ("tracker_events", "messages", "conversations"):
        op.drop_table(table)


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("language_chosen", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("last_at", _INSTANT, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("token_hash", name="uq_conversations_token_hash"),
        sa.UniqueConstraint("channel", "external_id", name="uq_conversations_channel_external_id"),
    )
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])


def _make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", _RISING_ID, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("choices", sa.JSON),
        sa.Column("card", sa.JSON),
        sa.Column("sources", sa.JSON),
        sa.Column("topic", sa.Text),
        sa.Column("translated_from", sa.Text),
        sa.Column("client_id", sa.Text),
        sa.Column("chosen", sa.JSON),
        sa.Column("in_reply_to", _RISING_ID),
        sa.Column("answered_at", _INSTANT),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_messages_conversation_id_client_id"),
        _parent("messages", "conversation_id", "conversations"),
        _parent("messages", "in_reply_to", "messages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_conversation_id_id", "messages", ["conversation_id", "id"])
    op.create_index("ix_messages_in_reply_to", "messages", ["in_reply_to"])
    waiting = sa.text("author = 'client' AND answered_at IS NULL")
    op.create_index("ix_messages_waiting", "messages", ["id"], postgresql_where=waiting, sqlite_where=waiting)


def _make_tracker_events() -> None:
    op.create_table(
        "tracker_events",
        sa.Column("id", _RISING_ID, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("message_id", _RISING_ID, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tracker_events"),
        _parent("tracker_events", "conversation_id", "conversations"),
        _parent("tracker_events", "message_id", "messages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tracker_events_conversation_id_id", "tracker_events", ["conversation_id", "id"])
    op.create_index("ix_tracker_events_message_id", "tracker_events", ["message_id"])


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")
