"""
Opening the store: a SQLite file, or PostgreSQL.

A read session sees the database as it was at one moment, and cannot write. The two kinds of session are two types, so
the type checker refuses a read session where something is written.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from app.config import Secret
from app.store.errors import StoreError
from app.store.schema import upgrade
from app.store.sessions import ReadSession, StoreCache, WriteSession

LOCK_TIMEOUT = 30
"""One writer waits this long for another, in seconds; SQLite only."""

CONNECT_TIMEOUT = 5
"""In seconds; PostgreSQL only."""

__all__ = ["ReadSession", "Store", "StoreError", "WriteSession", "engine_of", "open_store"]


class Store:
    """Our open database, with the newest schema. Made by `open_store`. Several threads may use it."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(**_reading_options(engine))
        self._writing = engine.execution_options(writing=True)
        self._info = {StoreCache.NAME: StoreCache()}

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """A session that sees the store at one moment and cannot write. Raises `StoreError` when it does not answer."""
        with _store_errors(), Session(self._reading, autoflush=False, info=self._info) as session:
            yield ReadSession(session)

    @contextmanager
    def writing(self) -> Iterator[WriteSession]:
        """A session that commits at the end of the block and rolls back on an error. Raises as `reading`."""
        with _store_errors(), Session(self._writing, info=self._info) as session, session.begin():
            yield WriteSession(session)

    def ping(self) -> None:
        """Ask the database for nothing, to see that it answers. Raises `StoreError` when it does not."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
        self._writing.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _store_errors() -> Iterator[None]:
    """Turns the driver's error into `StoreError`: its text names host and user, ours and the traceback do not."""
    try:
        yield
    except OperationalError:
        raise StoreError("The store does not answer, or is busy.") from None


def open_store(url: Secret | str) -> Store:
    """
    Open the store and bring its schema up to date. A new store is made where there is none.

    Raises `StoreError` when the store cannot be reached, or was made by a newer Driftboard.
    """
    problem = ""
    engine: Engine | None = None
    try:
        engine = engine_of(url)
        with engine.execution_options(writing=True, migrating=True).begin() as connection:
            upgrade(connection)
    except (ArgumentError, NoSuchModuleError, ValueError):  # the text of these repeats parts of the URL
        problem = "The store's URL should begin with postgresql:// or sqlite:///."
    except DatabaseError:
        problem = "The store cannot be opened: its database does not answer, or refuses us."
    except StoreError as error:
        problem = str(error)
    if engine is None or problem:  # raised here, so that the driver's error is not its context
        if engine is not None:
            engine.dispose()
        raise StoreError(problem)
    return Store(engine)


def engine_of(url: Secret | str) -> Engine:
    """An engine for this URL, with our options. The schema is not touched."""
    parsed = make_url(Secret.of(url).reveal())
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"connect_timeout": CONNECT_TIMEOUT, "application_name": "driftboard"},
        )
    raise ArgumentError


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreError("The store needs a file: sqlite:///driftboard.db.")
    if not Path(url.database).absolute().parent.is_dir():
        raise StoreError("The folder of the store's file is not there.")
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": LOCK_TIMEOUT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # `_begin` begins the transactions: the driver begins too late for DDL
    # Changing to WAL mode needs the file for itself, and SQLite does not wait for that.
    deadline = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            break
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    """Begin a transaction. A writer takes the lock here: a read lock that is upgraded later fails without a wait."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    # SQLite changes a constraint by making the table anew, which deletes it for a moment.
    migrating = connection.get_execution_options().get("migrating", False)
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _reading_options(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "postgresql":
        return {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return {}
