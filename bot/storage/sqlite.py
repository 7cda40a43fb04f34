"""What SQLite needs to be told on every connection, and a private file to keep the conversations in."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import Unavailable

WRITING = "prepazka_writing"
"""Execution option of a connection whose transactions take the write lock at once."""

BUSY_MILLISECONDS = 10_000
_PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON")


def prepare_file(url: URL) -> None:
    """Makes the folder and the file, readable by this user alone (SQLite gives its side files the same mode)."""
    if not url.database or url.database == ":memory:":
        raise Unavailable("SQLite in memory is not supported: every connection would see another database")
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
    except OSError as error:
        raise Unavailable(f"database file {path}: {error.strerror}") from error


def speak_sqlite(engine: Engine) -> None:
    """Sets every new connection up, and begins transactions itself: the driver would begin them too late."""
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    write_ahead(connection)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to WAL. Unlike any other statement, the switch does not wait when another process makes it too."""
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
