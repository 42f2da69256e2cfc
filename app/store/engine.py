"""
Opening the store: a SQLite file, or PostgreSQL.

A read session sees the database as it was at one moment, and cannot write. The two kinds of session are two types, so
the type checker refuses a read session where something is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Self

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from app.config import Secret
from app.reader import go_on
from app.store.errors import StoreError
from app.store.opening import postgres, sqlite
from app.store.opening.schema import upgrade
from app.store.opening.trouble import BUSY, READ_ONLY, trouble
from app.store.opening.turns import Turns
from app.store.sessions import ReadSession, StoreCache, WriteSession

CHECK_PATIENCE = 2
"""How long a check of the store waits for another writer, in seconds; SQLite only."""

WRITTEN_FOR = 5.0
"""So many seconds after a check has written nothing is written by another: the file grows by it, and the disk works."""

CANNOT = "The store cannot be opened: its database does not answer, or refuses us."

__all__ = ["ReadSession", "Store", "StoreError", "WriteSession", "engine_of", "open_store"]


class Store:
    """Our open database, with the newest schema. Made by `open_store`. Several threads may use it."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(**_reading_options(engine))
        self._writing = engine.execution_options(writing=True)
        self._info = {StoreCache.NAME: StoreCache()}
        self._turns = Turns() if engine.dialect.name == "sqlite" else None
        self._written_at = -WRITTEN_FOR

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """
        A session that sees the store at one moment and cannot write.

        Raises `StoreError` when it does not answer, and `ReaderLeft`.
        """
        go_on()
        with _store_errors(), Session(self._reading, autoflush=False, info=self._info) as session:
            yield ReadSession(session)

    @contextmanager
    def writing(self) -> Iterator[WriteSession]:
        """A session that commits at the end of the block and rolls back on an error. Raises as `reading`."""
        with (
            self._turn(sqlite.LOCK_TIMEOUT),
            _store_errors(),
            Session(self._writing, info=self._info) as session,
            session.begin(),
        ):
            yield WriteSession(session)

    def check(self) -> None:
        """
        See that the store can be written now. Raises `StoreError` when it cannot.

        It takes the right to write each time. That what is written reaches the disk is seen once in `WRITTEN_FOR`.
        """
        options = {"execution_options": {"patience": CHECK_PATIENCE}}
        with (
            self._turn(CHECK_PATIENCE),
            _store_errors(),
            Session(self._writing, info=self._info) as session,
            session.begin(),
        ):
            connection = session.connection(**options)
            if connection.dialect.name == "sqlite":
                if monotonic() - self._written_at < WRITTEN_FOR:
                    return
                # It says what it said, and that takes a page of the disk.
                version = connection.scalar(text("PRAGMA user_version"))
                connection.exec_driver_sql(f"PRAGMA user_version = {version}")
            elif connection.scalar(text("SHOW transaction_read_only")) == "on":
                raise StoreError(READ_ONLY)
        self._written_at = monotonic()

    @contextmanager
    def _turn(self, patience: float) -> Iterator[None]:
        """The turn of one writer; a server lets many write at once. Raises `StoreError` where it does not come."""
        if self._turns is None:
            yield
            return
        with self._turns.one(patience) as is_mine:
            if not is_mine:
                raise StoreError(BUSY)
            yield

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
    except DBAPIError as error:
        known = trouble(error)
        if known is None:
            raise
    else:
        return
    raise known from None


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
    except DatabaseError as error:
        known = trouble(error)
        problem = CANNOT if known is None or str(known) == BUSY else f"The store cannot be opened. {known}"
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
        return sqlite.engine(parsed)
    if parsed.get_backend_name() == "postgresql":
        return postgres.engine(parsed)
    raise ArgumentError


def _reading_options(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "postgresql":
        return {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return {}
