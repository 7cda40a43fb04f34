from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.errors import Unavailable
from bot.storage.database import MIGRATIONS, Database
from bot.storage.tables import metadata


def test_migrations_make_the_tables_that_the_program_expects(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    database.migrate()
    with database.reading() as connection:
        found = set(inspect(connection).get_table_names())
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, metadata)
    assert metadata.tables.keys() and found == {*metadata.tables, "alembic_version"}
    assert differences == []
    database.close()


def test_a_difference_would_be_noticed(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text("ALTER TABLE messages ADD COLUMN forgotten text"))
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert len(compare_metadata(context, metadata)) == 1
        connection.rollback()


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(
            text(
                "INSERT INTO conversations (id, token_hash, channel, language, created_at, last_at)"
                " VALUES ('a', 'h', 'web', 'cs', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
            )
        )
    database.migrate()
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM conversations")) == 1


def test_a_migration_that_fails_half_way_leaves_the_tables_as_they_were(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for source in (MIGRATIONS / "env.py", MIGRATIONS / "versions" / "0001_conversations.py"):
        target = tmp_path / "migrations" / source.relative_to(MIGRATIONS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.read_text())
    broken = "from alembic import op\nrevision = '9999'\ndown_revision = '0001'\n\n\ndef upgrade():\n"
    broken += "    op.execute('CREATE TABLE half (n integer)')\n    op.execute('no such statement')\n"
    (tmp_path / "migrations" / "versions" / "9999_broken.py").write_text(broken)
    monkeypatch.setattr("bot.storage.database.MIGRATIONS", tmp_path / "migrations")

    database = Database(empty_database_url)
    with pytest.raises(Unavailable):
        database.migrate()
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    database.close()


def test_a_migration_can_be_taken_back(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    database.migrate()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.transaction() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.close()
