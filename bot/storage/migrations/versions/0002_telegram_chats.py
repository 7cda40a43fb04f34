"""How far each Telegram chat has been told what its conversation holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "telegram_chats",
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("delivered_id", sa.BigInteger, nullable=False),
        sa.Column("begun_by", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_telegram_chats"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_telegram_chats_conversation_id_conversations",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("telegram_chats")
