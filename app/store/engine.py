"""
Opening the store: a SQLite file, or PostgreSQL.

A read session sees one moment of the database and cannot write; the two kinds of session are two types, so that the
type checker refuses to hand a read session to what writes.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from app.config import Secret
from app.store.errors import StoreError
from app.store.schema import upgrade
from app.store.sessions import ReadSession, StoreCache, WriteSession

LOCK_TIMEOUT = 30
"""Seconds that one writer waits for another."""

CONNECT_TIMEOUT = 5


__all__ = ["ReadSession", "Store", "StoreError", "WriteSession", "engine_of", "open_store"]


class Store:
    """Our database, opened and of the right schema. Made by `open_store`; may be used by several threads."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(**_reading_options(engine))
        self._writing = engine.execution_options(writing=True)
        self._info = {StoreCache.NAME: StoreCache()}

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """A session that sees one moment of the store, and cannot write. Raises `StoreError` when it is gone."""
        with _answering(), Session(self._reading, autoflush=False, info=self._info) as session:
            yield ReadSession(session)

    @contextmanager
    def writing(self) -> Iterator[WriteSession]:
        """A session whose work is kept when the block ends well, and undone when it does not; else as `reading`."""
        with _answering(), Session(self._writing, info=self._info) as session, session.begin():
            yield WriteSession(session)

    def close(self) -> None:
        """Give the connections back."""
        self._writing.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _answering() -> Iterator[None]:
    """A driver's text names the host and the user; ours does not, nor does our traceback."""
    try:
        yield
    except OperationalError:
        raise StoreError("The store does not answer, or is busy.") from None


def open_store(url: Secret | str) -> Store:
    """
    Open the store, and bring its schema up to date; a new one is made where there is none.

    Raises `StoreError` when it cannot be reached, or was made by a newer Driftboard.
    """
    problem = ""
    engine: Engine | None = None
    try:
        engine = engine_of(url)
        with engine.execution_options(writing=True).begin() as connection:
            upgrade(connection)
    except (ArgumentError, NoSuchModuleError, ValueError):  # their text repeats parts of the URL
        problem = "The store's URL should begin with postgresql:// or sqlite:///."
    except DatabaseError:
        problem = "The store cannot be opened: its database does not answer, or refuses us."
    except StoreError as error:
        problem = str(error)
    if engine is None or problem:  # raised out here, so that no text of the driver's hangs on the error
        if engine is not None:
            engine.dispose()
        raise StoreError(problem)
    return Store(engine)


def engine_of(url: Secret | str) -> Engine:
    """An engine with our habits, the schema as it is."""
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
    connection.isolation_level = None  # we begin transactions ourselves: the driver begins too late for DDL
    connection.execute("PRAGMA foreign_keys = ON")
    # Making the file a WAL one wants it alone, and does not wait by itself.
    patience = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.02)
        else:
            break
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    """A writer waits at its begin, never in the middle, where waiting would be in vain."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _reading_options(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "postgresql":
        return {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return {}
