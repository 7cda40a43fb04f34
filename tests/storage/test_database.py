import os
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.errors import Unavailable
from bot.storage.database import Database
from bot.storage.sqlite import write_ahead
from bot.storage.tables import UtcDateTime


@pytest.fixture
def notes(database: Database) -> Iterator[Table]:
    table = Table("test_notes", MetaData(), Column("at", UtcDateTime, primary_key=True))
    with database.transaction() as connection:
        table.create(connection)
    yield table
    with database.transaction() as connection:
        table.drop(connection)


NOON_IN_PRAGUE = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))


def test_instants_come_back_as_the_same_instant_in_utc(database: Database, notes: Table) -> None:
    with database.transaction() as connection:
        connection.execute(insert(notes).values(at=NOON_IN_PRAGUE))
    with database.reading() as connection:
        at = connection.scalar(select(notes.c.at))
    assert at == NOON_IN_PRAGUE
    assert at is not None and at.tzinfo is UTC


def test_an_instant_without_zone_is_refused(database: Database, notes: Table) -> None:
    with pytest.raises(StatementError, match="without time zone"), database.transaction() as connection:
        connection.execute(insert(notes).values(at=datetime(2026, 7, 1)))


def test_a_transaction_that_raises_leaves_nothing(database: Database, notes: Table) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as connection:
        connection.execute(insert(notes).values(at=NOON_IN_PRAGUE))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(select(notes)).all() == []


def test_a_broken_constraint_is_an_answer_not_an_outage(database: Database, notes: Table) -> None:
    with pytest.raises(IntegrityError), database.transaction() as connection:
        connection.execute(insert(notes), [{"at": NOON_IN_PRAGUE}, {"at": NOON_IN_PRAGUE}])


def test_ping_is_silent_when_the_database_answers(database: Database) -> None:
    database.ping()


def test_an_unreachable_postgresql_is_unavailable() -> None:
    with socket.socket() as bound_but_not_listening:
        bound_but_not_listening.bind(("127.0.0.1", 0))
        port = bound_but_not_listening.getsockname()[1]
        database = Database(f"postgresql+psycopg://nobody@127.0.0.1:{port}/nothing")
        for use in (database.ping, database.migrate):
            with pytest.raises(Unavailable):
                use()
        with pytest.raises(Unavailable), database.exclusive("lock"):
            pytest.fail("got a lock from nowhere")


def test_a_connection_lost_in_a_transaction_is_unavailable_and_the_next_one_works(postgres_url: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(Unavailable), database.transaction() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    database.ping()
    database.close()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "prepazka.db"
    path.write_bytes(b"no database at all " * 100)
    with pytest.raises(Unavailable):
        Database(f"sqlite:///{path}").ping()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable):
        Database(f"sqlite:///{tmp_path}/file/prepazka.db")


def test_the_sqlite_files_are_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    database = Database(f"sqlite:///{folder / 'prepazka.db'}")
    database.migrate()
    files = list(folder.iterdir())
    assert {file.name for file in files} >= {"prepazka.db", "prepazka.db-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    database.close()


def test_sqlite_is_set_up_on_every_connection(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.reading() as one, database.reading() as other:
        for connection in (one, other):
            asked = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout", "secure_delete")
            told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
            assert told == {
                "journal_mode": "wal",
                "foreign_keys": 1,
                "synchronous": 1,
                "busy_timeout": 10_000,
                "secure_delete": 1,
            }
    database.close()


class BusyTwice(sqlite3.Connection):
    """Does what SQLite does to one in ten new files that several processes switch to WAL at once."""

    times = 0

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if "journal_mode" in sql and self.times < 2:
            self.times += 1
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise busy
        return super().execute(sql)


def test_a_switch_to_wal_that_finds_the_file_busy_is_tried_again(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "prepazka.db", factory=BusyTwice)
    write_ahead(connection)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.times == 2
    connection.close()


def test_a_new_sqlite_file_that_another_process_is_writing_is_awaited(tmp_path: Path) -> None:
    path = tmp_path / "prepazka.db"
    other_process = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other_process.execute("BEGIN EXCLUSIVE")
    other_process.execute("CREATE TABLE early (n integer)")
    timer = threading.Timer(0.3, lambda: other_process.execute("COMMIT"))
    timer.start()
    database = Database(f"sqlite:///{path}")
    database.migrate()
    timer.join()
    other_process.close()
    database.close()


def test_reading_goes_on_while_somebody_writes(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction(), database.reading() as reader:
        assert reader.execute(text("SELECT count(*) FROM messages")).scalar() == 0
    database.close()


def test_a_writing_transaction_on_sqlite_shuts_out_other_processes_from_its_start(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction():
        other_process = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other_process.execute("BEGIN IMMEDIATE")
        other_process.close()
    database.close()


def test_read_then_write_loses_no_update(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE test_counter (n integer)"))
        connection.execute(text("INSERT INTO test_counter VALUES (0)"))
    for_update = "" if database.is_sqlite else " FOR UPDATE"

    def count_up() -> None:
        for _ in range(10):
            with database.transaction() as connection:
                n = connection.scalar(text(f"SELECT n FROM test_counter{for_update}"))
                connection.execute(text("UPDATE test_counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction() as connection:
        assert connection.scalar(text("SELECT n FROM test_counter")) == 80
        connection.execute(text("DROP TABLE test_counter"))


def test_a_named_lock_is_held_against_another_replica(postgres_url: str) -> None:
    one, other = Database(postgres_url), Database(postgres_url)
    order: list[str] = []
    other_has_it = threading.Event()

    def other_replica() -> None:
        with other.exclusive("the lock"):
            order.append("other")
            other_has_it.set()

    with one.exclusive("the lock"), one.exclusive("another lock"):
        thread = threading.Thread(target=other_replica)
        thread.start()
        assert not other_has_it.wait(0.2)
        order.append("one")
    thread.join(10)
    assert order == ["one", "other"]
    one.close()
    other.close()


def test_a_lock_whose_connection_is_lost_spoils_nothing(postgres_url: str) -> None:
    database = Database(postgres_url)
    kill_others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = :mine"
    with database.exclusive("the lock"), database.transaction() as connection:
        mine = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        assert connection.execute(text(kill_others), {"mine": mine}).all() == [(True,)]
    with database.exclusive("the lock"):
        pass
    database.close()


def test_the_text_of_an_error_does_not_repeat_what_people_wrote(database: Database) -> None:
    with pytest.raises(Unavailable) as failure, database.transaction() as connection:
        connection.execute(text("INSERT INTO no_such_table VALUES (:secret)"), {"secret": "rodné číslo"})
    assert "rodné číslo" not in f"{failure.value} {failure.value.__cause__}"


FOUR_PROCESSES_MIGRATE_AT_ONCE = """
import multiprocessing, sys
from bot.storage.database import Database
from bot.storage.sqlite import write_ahead

def start(barrier):
    barrier.wait()
    Database(sys.argv[1]).migrate()

fork = multiprocessing.get_context("fork")
barrier = fork.Barrier(4)
processes = [fork.Process(target=start, args=(barrier,)) for _ in range(4)]
for process in processes:
    process.start()
for process in processes:
    process.join()
sys.exit(max(abs(process.exitcode) for process in processes))
"""


def test_processes_that_start_at_once_migrate_once(empty_database_url: str) -> None:
    run = [sys.executable, "-c", FOUR_PROCESSES_MIGRATE_AT_ONCE, empty_database_url]
    done = subprocess.run(run, capture_output=True, timeout=60, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr.decode()
    database = Database(empty_database_url)
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [("0003",)]
    database.close()
