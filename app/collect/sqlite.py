"""
Histories from SQLite files, read with the standard library.

The file is opened with `mode=ro`, which never writes nor creates it. A file in WAL mode that no process has open has
no `-wal` file beside it. Opened with `mode=ro` alone, SQLite would create two files there, which the owner of the
database may not be able to write. Such a file is read as `immutable`, and again if another process opened it meanwhile.
"""

import sqlite3
import stat
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.collect.errors import CollectionError
from app.collect.rows import MAX_ROWS, MAX_TEXT_LENGTH, history_of
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History, Surroundings

LOCK_TIMEOUT = 0.5
"""How long to wait for a lock, in seconds."""

STATEMENT_TIMEOUT = 3.0
"""How long a statement may run, in seconds."""

MAX_TABLES = 2_000
"""The most tables that are named."""

MAX_ATTEMPTS = 3
"""Readings of a file that other processes keep opening."""

TABLE_QUERY = "SELECT type FROM sqlite_master WHERE name = 'django_migrations'"
TABLES_QUERY = f"""
SELECT name FROM sqlite_master
WHERE type = 'table' AND name <> 'django_migrations' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY name LIMIT {MAX_TABLES}
"""  # noqa: S608 - no value from outside
ROWS_QUERY = f"""SELECT id, app, name, CAST(applied AS TEXT) FROM django_migrations
ORDER BY id LIMIT {MAX_ROWS + 1}"""  # noqa: S608 - no value from outside
MAX_VALUE = 1_000 * MAX_TEXT_LENGTH
"""The longest value that SQLite puts together for us, in bytes: a longer one is refused before it is in memory."""

CAUSES = {
    sqlite3.SQLITE_BUSY: Cause.BUSY,
    sqlite3.SQLITE_LOCKED: Cause.BUSY,
    sqlite3.SQLITE_INTERRUPT: Cause.TOO_SLOW,
    sqlite3.SQLITE_TOOBIG: Cause.TOO_LARGE,
    sqlite3.SQLITE_PERM: Cause.FILE_FORBIDDEN,
    sqlite3.SQLITE_AUTH: Cause.FILE_FORBIDDEN,
    sqlite3.SQLITE_NOTADB: Cause.NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: Cause.NOT_A_DATABASE,
    sqlite3.SQLITE_READONLY: Cause.BUSY,  # a journal of a crashed writer is left, and only a writer may roll it back
    sqlite3.SQLITE_CANTOPEN: Cause.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Cause.UNREACHABLE,
}
"""By SQLite's primary result code. Any other code makes the table unreadable."""


def history(database: Secret, *, timeout: timedelta) -> History:
    """The history in the file, with the texts as they are stored. Raises `CollectionError`."""
    del timeout  # opening a file takes no time; locks and statements have limits of their own
    path = Path(database.reveal().partition("://")[2][1:]).absolute()
    cause = None
    try:
        for _ in range(MAX_ATTEMPTS):
            version = _file_version(path)
            history = _read(path, immutable=version is not None)
            if version is None or version == _file_version(path):
                return history
        cause = Cause.BUSY
    except PermissionError:
        cause = Cause.FILE_FORBIDDEN
    except (FileNotFoundError, NotADirectoryError):
        cause = Cause.NO_FILE
    except OSError:
        cause = Cause.UNREACHABLE
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        cause = CAUSES.get((code or 0) & 0xFF, Cause.UNREADABLE)
    raise CollectionError(cause)  # here, so that the driver's error is not its context


def _file_version(path: Path) -> tuple[Any, ...] | None:
    """A value that changes when the file is written, for a WAL file that no process has open; else None."""
    stats = path.stat()
    if not stat.S_ISREG(stats.st_mode):
        raise CollectionError(Cause.NOT_A_DATABASE)
    with path.open("rb") as file:
        header = file.read(100)
    in_wal_mode = header[18:20] == b"\x02\x02"
    if not in_wal_mode or path.with_name(f"{path.name}-wal").exists():
        return None
    return stats.st_ino, stats.st_size, stats.st_mtime_ns, header


def _read(path: Path, *, immutable: bool) -> History:
    uri = f"{path.as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    with closing(sqlite3.connect(uri, uri=True, timeout=LOCK_TIMEOUT, isolation_level=None)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        connection.execute("PRAGMA query_only = ON")
        deadline = time.monotonic() + STATEMENT_TIMEOUT
        connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        connection.execute("BEGIN")
        kind = connection.execute(TABLE_QUERY).fetchone()
        if kind is not None and kind[0] != "table":
            raise CollectionError(Cause.UNREADABLE)
        rows = history_of(connection.execute(ROWS_QUERY)).rows if kind else ()
        tables = () if rows else tuple(sorted(name for (name,) in connection.execute(TABLES_QUERY)))
        surroundings = Surroundings(table_schema="" if kind else None, tables=tables) if tables else None
        return History(rows, kind is not None, surroundings)
