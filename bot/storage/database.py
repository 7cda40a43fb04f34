"""The one door to the database: SQLite on one machine, PostgreSQL for several replicas.

Whatever the database refuses or loses comes out as `Unavailable`, except a broken constraint (`IntegrityError`), which
is an answer and not a failure.
"""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import Unavailable
from bot.storage.sqlite import WRITING, prepare_file, speak_sqlite

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_WAIT_SECONDS = 60
_POSTGRES_CONNECT: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_alembic_is_global = threading.Lock()


class Database:
    """A pool of connections. Thread-safe; one for a process is enough."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._one_writer = threading.RLock() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            prepare_file(self.url)
        self.engine = _engine(self.url, pool_size=10, max_overflow=10)
        self._writing = self.engine.execution_options(**{WRITING: True})
        self._locks = None if self.is_sqlite else _engine(self.url, pool_size=10, max_overflow=0)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction: commits at the end, or leaves nothing when anything is raised.

        On SQLite it is the only writer from its first statement on, so what it reads stays true until it writes.
        """
        with _failures_as_unavailable(), self._one_writer, self._writing.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and on SQLite waits for no writer."""
        with _failures_as_unavailable(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def exclusive(self, name: str) -> Iterator[None]:
        """Holds the lock called `name` against every other process on this PostgreSQL database.

        It has a pool of connections of its own: whoever holds a lock can always still get one for its transactions.
        SQLite serves a single process, which has its own locks. Raises `Unavailable` after `LOCK_WAIT_SECONDS`.
        """
        if self._locks is None:
            yield
            return
        with _failures_as_unavailable():
            connection = self._locks.connect()
            try:
                connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT_SECONDS}s'"))
                _take_advisory_lock(connection, name)
                yield
            finally:
                _let_go(connection)

    def migrate(self) -> None:
        """Brings the tables up to date; processes that start at once wait for the first.

        All steps are one transaction, so a migration that fails half-way leaves the tables as they were.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with _alembic_is_global, self.transaction() as connection:
            if not self.is_sqlite:
                _take_advisory_lock(connection, "prepazka migrations")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def ping(self) -> None:
        """Raises `Unavailable` when the database does not answer."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Closes the connections that nobody holds now."""
        self.engine.dispose()
        if self._locks is not None:
            self._locks.dispose()


def _engine(url: URL, *, pool_size: int, max_overflow: int) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=30,
        pool_pre_ping=not sqlite,
        hide_parameters=True,  # an error's text goes to the log; what people wrote does not
        json_serializer=partial(json.dumps, ensure_ascii=False),
        connect_args={} if sqlite else _POSTGRES_CONNECT,
    )
    if sqlite:
        speak_sqlite(engine)
    return engine


@contextmanager
def _failures_as_unavailable() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DBAPIError, PoolTimeout) as error:
        raise Unavailable(f"database: {type(error).__name__}") from error


def _take_advisory_lock(connection: Connection, name: str) -> None:
    """Waits for the lock; it ends with the transaction, so no crash can leave it behind."""
    key = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _let_go(connection: Connection) -> None:
    """Ends the lock. A connection that was lost meanwhile has lost its lock too: nothing is left to do or to report."""
    try:
        connection.rollback()
    except DBAPIError:
        log.warning("the connection that held a lock was lost")
        connection.invalidate()
    finally:
        connection.close()
