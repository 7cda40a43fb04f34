"""Real databases for tests: a SQLite file for each test, a PostgreSQL schema and Redis where they run.

Without PostgreSQL or Redis the tests that need them are skipped, and fail under `CI=true`: there, both must be present.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.storage.database import Database
from bot.storage.tables import metadata

POSTGRES = os.environ.get("PREPAZKA_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
REDIS = os.environ.get("PREPAZKA_TEST_REDIS", "redis://127.0.0.1:6379")


def _missing(what: str, error: Exception) -> None:
    reason = f"{what} can't be reached: {type(error).__name__}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def _postgres() -> Iterator[Engine]:
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        engine.connect().close()
    except OperationalError as error:
        _missing("PostgreSQL", error)
    yield engine
    engine.dispose()


def _schema(engine: Engine) -> Iterator[str]:
    """The address of a new, empty schema: tests that run side by side don't see each other."""
    name = f"prepazka_{os.getpid()}_{secrets.token_hex(4)}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    address = engine.url.update_query_dict({"options": f"-csearch_path={name}"})
    yield address.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


@pytest.fixture(scope="session")
def _migrated_postgres_url(_postgres: Engine) -> Iterator[str]:
    for url in _schema(_postgres):
        database = Database(url)
        database.migrate()
        database.close()
        yield url


@pytest.fixture
def postgres_url(_migrated_postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database with the present tables and nothing in them."""
    yield _migrated_postgres_url
    engine = create_engine(_migrated_postgres_url)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} CASCADE"))
    engine.dispose()


@pytest.fixture(scope="session")
def _migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def sqlite_url(_migrated_sqlite_file: Path, tmp_path: Path) -> str:
    """A SQLite database with the present tables and nothing in them."""
    path = tmp_path / "prepazka.db"
    path.write_bytes(_migrated_sqlite_file.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with the present tables: each test runs on both kinds."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def _empty_postgres_url(_postgres: Engine) -> Iterator[str]:
    yield from _schema(_postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'empty.db'}"
    return str(request.getfixturevalue("_empty_postgres_url"))


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis that answers."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=3)
    try:
        client.ping()
    except redis.RedisError as error:
        _missing("Redis", error)
    finally:
        client.close()
    return REDIS
