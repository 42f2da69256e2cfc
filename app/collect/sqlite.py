"""
Histories from SQLite files, by the standard library.

The file is opened with `mode=ro`, which never writes it and never makes one. A file in WAL mode that nobody has open
has no `-wal` beside it; `mode=ro` alone would then put two files there, which the owner of the database may not be
allowed to touch. Such a file is read as `immutable`, and read anew when somebody opened it meanwhile.
"""

import sqlite3
import stat
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.collect.errors import CollectionError
from app.collect.rows import history_of
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History

LOCK_TIMEOUT = 0.5
"""Seconds that a lock is waited for."""

STATEMENT_TIMEOUT = 3.0
MAX_ATTEMPTS = 3

TABLE_QUERY = "SELECT type FROM sqlite_master WHERE name = 'django_migrations'"
ROWS_QUERY = "SELECT id, app, name, CAST(applied AS TEXT) FROM django_migrations ORDER BY id"

CAUSES = {
    sqlite3.SQLITE_BUSY: Cause.BUSY,
    sqlite3.SQLITE_LOCKED: Cause.BUSY,
    sqlite3.SQLITE_INTERRUPT: Cause.BUSY,
    sqlite3.SQLITE_PERM: Cause.FORBIDDEN,
    sqlite3.SQLITE_AUTH: Cause.FORBIDDEN,
    sqlite3.SQLITE_READONLY: Cause.BUSY,  # a crashed writer's journal, which only a writer may roll back
    sqlite3.SQLITE_CANTOPEN: Cause.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Cause.UNREACHABLE,
}
"""By SQLite's primary result code; anything else makes the table unreadable."""


def history(database: Secret, *, timeout: timedelta) -> History:
    """The rows of the file's table, the texts as they are stored. Raises `CollectionError`."""
    del timeout  # a file answers at once; locks and statements have limits of their own
    path = Path(database.reveal().partition("://")[2][1:]).absolute()
    cause = None
    try:
        for _ in range(MAX_ATTEMPTS):
            before = _file_version(path)
            found = _read(path, immutable=before is not None)
            if before is None or before == _file_version(path):
                return found
        cause = Cause.BUSY
    except PermissionError:
        cause = Cause.FORBIDDEN
    except OSError:
        cause = Cause.UNREACHABLE
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        cause = CAUSES.get((code or 0) & 0xFF, Cause.UNREADABLE)
    raise CollectionError(cause)  # out here, so that nothing of the driver's hangs on the error


def _file_version(path: Path) -> tuple[Any, ...] | None:
    """What changes when a file in WAL mode that nobody has open is written; None for any other file."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise CollectionError(Cause.UNREADABLE)
    with path.open("rb") as file:
        header = file.read(100)
    in_wal_mode = header[18:20] == b"\x02\x02"
    if not in_wal_mode or path.with_name(f"{path.name}-wal").exists():
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, header


def _read(path: Path, *, immutable: bool) -> History:
    uri = f"{path.as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    with closing(sqlite3.connect(uri, uri=True, timeout=LOCK_TIMEOUT, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only = ON")
        end = time.monotonic() + STATEMENT_TIMEOUT
        connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        connection.execute("BEGIN")
        kind = connection.execute(TABLE_QUERY).fetchone()
        if kind is None:
            return History(has_table=False)
        if kind[0] != "table":
            raise CollectionError(Cause.UNREADABLE)
        return history_of(connection.execute(ROWS_QUERY))
