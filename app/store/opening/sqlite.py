"""A store in a file."""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from app.store.errors import StoreError
from app.store.opening.schema import TABLES, check_owner
from app.store.opening.trouble import GONE

LOCK_TIMEOUT = 30
"""One writer waits this long for another, in seconds."""

OPEN_LIMIT = 5
"""And when it is opened to look whose it is."""

CONNECTIONS = 5
MORE_CONNECTIONS = 15
"""Kept, and made beside these while many pages are asked for at once."""

NO_FILE = "The store needs a file: sqlite:///driftboard.db."
NO_FOLDER = "The folder of the store's file is not there."


def engine(url: URL) -> Engine:
    """An engine for a file, which is made where there is none. Raises `StoreError` where it is not ours to use."""
    if not url.database or url.database == ":memory:":
        raise StoreError(NO_FILE)
    file = Path(url.database).absolute()
    if not file.parent.is_dir():
        raise StoreError(NO_FOLDER)
    _make(file)
    _look(file)
    made = create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        connect_args={"timeout": LOCK_TIMEOUT},
    )
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    guard = FileGuard(file)
    event.listen(made, "begin", guard.check)
    event.listen(made, "commit", guard.check)
    return made


class FileGuard:
    """
    Sees that the file is still the one that was opened.

    What is written to a deleted file goes well, and is gone with the last process that has it open.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._identity = self._now()

    def check(self, _: Connection) -> None:
        """Raises `StoreError`."""
        if self._now() != self._identity:
            raise StoreError(GONE)

    def _now(self) -> tuple[int, int] | None:
        with suppress(OSError):
            stat = self._file.stat()
            return stat.st_dev, stat.st_ino
        return None


def _make(file: Path) -> None:
    """Make the file for its owner alone: SQLite gives its own files beside it the same mode."""
    with suppress(OSError):  # it is there, or SQLite says why it cannot be made
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _look(file: Path) -> None:
    """Look whose file it is before anything is changed in it, also its journal mode."""
    with suppress(sqlite3.Error), closing(_reader(file)) as connection:
        check_owner(
            {name for (name,) in connection.execute(TABLES["sqlite"]) if not name.startswith("sqlite_")}
        )


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=OPEN_LIMIT)


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # `_begin` begins the transactions: the driver begins too late for DDL
    # Changing to WAL mode needs the file for itself, and SQLite does not wait for that.
    deadline = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not is_locked or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            break
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    """Begin a transaction. A writer takes the lock here: a read lock that is upgraded later fails without a wait."""
    options = connection.get_execution_options()
    writing = options.get("writing", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    # SQLite changes a constraint by making the table anew, which deletes it for a moment.
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if options.get('migrating', False) else 'ON'}")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(1_000 * options.get('patience', LOCK_TIMEOUT))}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
