"""What is the matter with the store, told from the error of its driver, whose own text names host and user."""

import sqlite3

from psycopg import errors
from sqlalchemy.exc import DBAPIError

from app.store.errors import StoreError

BUSY = "The store does not answer, or is busy. Nothing is lost: try again in a minute."
READ_ONLY = (
    "The store can be read and not written. Let the user that runs Driftboard write it, and its folder."
)
FULL = "The disk of the store is full. Make room on it: nothing new is kept until then."
DAMAGED = "The file of the store is damaged, or is no database. Stop Driftboard, and put a copy in its place."
GONE = (
    "The file of the store is gone, or another one is in its place. Restart Driftboard: what was stored in the old "
    "file cannot be reached any more, and nothing new is kept until then."
)

OF_SQLITE = {
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
"""By the primary code of the result; everything else is `BUSY`."""


def trouble(error: DBAPIError) -> StoreError | None:
    """What to tell of an error; None for one that a mistake of ours raised."""
    origin = error.orig
    if isinstance(origin, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    if isinstance(origin, sqlite3.Error):
        sentence = OF_SQLITE.get(getattr(origin, "sqlite_errorcode", 0) & 0xFF)
        is_ours = sentence is None and not isinstance(origin, sqlite3.OperationalError)
        return None if is_ours else StoreError(sentence or BUSY)
    if isinstance(origin, errors.ReadOnlySqlTransaction):
        return StoreError(READ_ONLY)
    if isinstance(origin, errors.DiskFull):
        return StoreError(FULL)
    return StoreError(BUSY) if isinstance(origin, errors.OperationalError) else None
