"""Interpreters, their hours and their bookings, of which the database lets no two overlap."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.DateTime(timezone=True)
_RISING_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TABLES = ("outbox", "booking_changes", "bookings", "absences", "working_hours", "interpreters")

# The operators that an exclusion constraint needs for text. They go where every schema of the database finds them,
# and a downgrade leaves them: they aren't ours alone.
_OPERATORS = "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public"
_SCHEMA_OF_OPERATORS = (
    "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
    " WHERE e.extname = 'btree_gist'"
)
_EXCLUSION = """
ALTER TABLE bookings ADD CONSTRAINT ex_bookings_no_overlap EXCLUDE USING gist (
    interpreter_id {schema}.gist_text_ops WITH =,
    tstzrange(busy_from, busy_until, '[)') WITH &&
) WHERE (status IN ('held', 'confirmed'))
"""
# SQLite keeps instants as text of one form, so comparing the texts compares the instants.
_TRIGGER = """
CREATE TRIGGER tr_bookings_no_overlap_{event} BEFORE {event} ON bookings WHEN NEW.status IN ('held', 'confirmed')
BEGIN
    SELECT RAISE(ABORT, 'ex_bookings_no_overlap') WHERE EXISTS (
        SELECT 1 FROM bookings WHERE interpreter_id = NEW.interpreter_id AND id <> {itself}.id
            AND status IN ('held', 'confirmed') AND busy_from < NEW.busy_until AND NEW.busy_from < busy_until
    );
END
"""


def upgrade() -> None:
    _make_interpreters()
    _make_bookings()
    _make_outbox()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_TRIGGER.format(event="INSERT", itself="NEW"))
        op.execute(_TRIGGER.format(event="UPDATE", itself="OLD"))
    else:
        op.execute(_OPERATORS)
        op.execute(_EXCLUSION.format(schema=op.get_bind().scalar(sa.text(_SCHEMA_OF_OPERATORS))))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _make_interpreters() -> None:
    op.create_table(
        "interpreters",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("modes", sa.JSON, nullable=False),
        sa.Column("offices", sa.JSON, nullable=False),
        sa.Column("minutes_before", sa.Integer, nullable=False),
        sa.Column("minutes_after", sa.Integer, nullable=False),
        sa.Column("daily_most", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interpreters"),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", _RISING_ID, autoincrement=True, nullable=False),
        sa.Column("interpreter_id", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer),
        sa.Column("day", sa.Date),
        sa.Column("hours", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_working_hours"),
        sa.UniqueConstraint("interpreter_id", "weekday", name="uq_working_hours_interpreter_id_weekday"),
        sa.UniqueConstraint("interpreter_id", "day", name="uq_working_hours_interpreter_id_day"),
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="ck_working_hours_weekday_or_day"),
        _parent("working_hours", "interpreter_id", "interpreters", "CASCADE"),
    )
    op.create_table(
        "absences",
        sa.Column("id", _RISING_ID, autoincrement=True, nullable=False),
        sa.Column("interpreter_id", sa.Text, nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sa.CheckConstraint("starts_at < ends_at", name="ck_absences_order"),
        _parent("absences", "interpreter_id", "interpreters", "CASCADE"),
    )
    op.create_index("ix_absences_interpreter_id", "absences", ["interpreter_id"])


def _make_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("interpreter_id", sa.Text, nullable=False),
        sa.Column("conversation_id", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("office", sa.Text),
        sa.Column("topic", sa.Text),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("busy_from", _INSTANT, nullable=False),
        sa.Column("busy_until", _INSTANT, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("hold_until", _INSTANT),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("moved_to", sa.Text),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
        sa.UniqueConstraint("reference", name="uq_bookings_reference"),
        sa.CheckConstraint("(status = 'held') = (hold_until IS NOT NULL)", name="ck_bookings_hold"),
        sa.CheckConstraint("(status = 'moved') = (moved_to IS NOT NULL)", name="ck_bookings_moved"),
        sa.CheckConstraint(
            "busy_from <= starts_at AND starts_at < ends_at AND ends_at <= busy_until", name="ck_bookings_order"
        ),
        _parent("bookings", "interpreter_id", "interpreters", None),
        _parent("bookings", "conversation_id", "conversations", "SET NULL"),
        _parent("bookings", "moved_to", "bookings", "CASCADE"),
    )
    op.create_index("ix_bookings_conversation_id", "bookings", ["conversation_id"])
    op.create_index("ix_bookings_moved_to", "bookings", ["moved_to"])
    op.create_index("ix_bookings_interpreter_id_starts_at", "bookings", ["interpreter_id", "starts_at"])
    op.create_index("ix_bookings_starts_at", "bookings", ["starts_at"])


def _make_outbox() -> None:
    op.create_table(
        "booking_changes",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("booking_id", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_booking_changes"),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name="fk_booking_changes_booking_id_bookings",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_booking_changes_booking_id", "booking_changes", ["booking_id"])
    op.create_table(
        "outbox",
        sa.Column("id", _RISING_ID, autoincrement=True, nullable=False),
        sa.Column("booking_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("booking_id", "kind", name="uq_outbox_booking_id_kind"),
        _parent("outbox", "booking_id", "bookings", "CASCADE"),
    )
    unsent = sa.text("sent_at IS NULL")
    op.create_index("ix_outbox_unsent", "outbox", ["due_at"], postgresql_where=unsent, sqlite_where=unsent)


def _parent(table: str, column: str, parent: str, on_delete: str | None) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=on_delete)
