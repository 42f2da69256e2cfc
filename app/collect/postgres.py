"""
Histories from PostgreSQL, by psycopg 3.

Read-only thrice: by the role (docs/settings.md has the GRANT), by the connection and its transaction, and by
patience: a lock is waited for half a second, a statement runs three seconds, and after a last limit the connection
is cut. The server is asked nothing but SELECT, within BEGIN READ ONLY and ROLLBACK.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from math import ceil
from os import dup
from threading import Timer
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from app.collect.errors import CollectionError
from app.collect.rows import history_of
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History

# row_security=off: a table whose rows are hidden from us is refused (42501), never read in part.
OPTIONS = (
    "-c default_transaction_read_only=on -c lock_timeout=500 -c statement_timeout=3000 "
    "-c idle_in_transaction_session_timeout=10000 -c timezone=UTC -c datestyle=ISO -c row_security=off"
)
SOCKET_TIMEOUT = timedelta(seconds=10)
"""A server that has stopped answering keeps no limit of its own: then the connection is cut."""

TABLE_QUERY = """SELECT c.relkind::text, c.oid = pg_catalog.to_regclass('django_migrations')
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = 'django_migrations'
  AND (pg_catalog.pg_table_is_visible(c.oid)
    OR NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND n.nspname = ANY (pg_catalog.regexp_split_to_array(
        pg_catalog.replace(pg_catalog.current_setting('search_path'), '"$user"', current_user), '[ ,"]+')))
"""
"""The table that `django_migrations` means here, and one that the search path names in a schema closed to us."""

ROWS_QUERY = "SELECT id, app::text, name::text, applied::text FROM django_migrations ORDER BY id"

TABLE_KINDS = ("r", "p", "f")
"""What Django takes for a table: ordinary, partitioned, foreign; a view it does not."""

CAUSES: dict[type[psycopg.Error], Cause] = {
    errors.LockNotAvailable: Cause.BUSY,
    errors.QueryCanceled: Cause.BUSY,
    errors.DeadlockDetected: Cause.BUSY,
    errors.InsufficientPrivilege: Cause.FORBIDDEN,
    errors.UndefinedColumn: Cause.UNREADABLE,
    errors.DataError: Cause.UNREADABLE,
    psycopg.OperationalError: Cause.UNREACHABLE,
}
"""The first that fits decides; anything else that the server says of the table makes it unreadable."""

REFUSAL_TEXTS = (
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "pg_hba.conf rejects",
    "permission denied",
    "is not permitted to log in",
)
"""A connection that is refused comes without a code; the server's words are all there is."""

OVERLOAD_TEXTS = ("too many clients", "too many connections", "remaining connection slots")


def history(database: Secret, *, timeout: timedelta) -> History:
    """The rows of the table that the connection's search path leads to. Raises `CollectionError`."""
    cause = None
    try:
        with connect(database, timeout=timeout) as connection, _socket_timeout(connection, SOCKET_TIMEOUT):
            return _read(connection)
    except errors.UndefinedTable:  # dropped between the look and the read
        return History(has_table=False)
    except (psycopg.Error, UnicodeDecodeError) as error:
        cause = _cause(error)
    raise CollectionError(cause)  # out here, so that nothing of the driver's hangs on the error


@contextmanager
def connect(database: Secret, *, timeout: timedelta) -> Iterator[psycopg.Connection]:
    """A connection that refuses to write, with our limits; what it did is rolled back at the end."""
    connection = psycopg.connect(
        database.reveal().replace("postgresql+psycopg://", "postgresql://", 1),
        options=f"{_own_options(database)} {OPTIONS}".strip(),
        connect_timeout=max(2, ceil(timeout.total_seconds())),  # libpq takes 1 for 2
        client_encoding="utf-8",
        application_name="driftboard",
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=2,
    )
    try:
        connection.read_only = True
        yield connection
        connection.rollback()
    finally:
        connection.close()


def _own_options(database: Secret) -> str:
    """What the URL itself asks for, such as a search path."""
    found = conninfo_to_dict(database.reveal().replace("postgresql+psycopg://", "postgresql://", 1)).get(
        "options"
    )
    return str(found or "")


def _read(connection: psycopg.Connection) -> History:
    found: list[tuple[Any, Any]] = connection.execute(TABLE_QUERY).fetchall()
    kinds = [kind for kind, is_ours in found if is_ours]
    if not kinds:
        if found:
            raise CollectionError(Cause.FORBIDDEN)
        return History(has_table=False)
    if kinds[0] not in TABLE_KINDS:
        raise CollectionError(Cause.UNREADABLE)
    return history_of(connection.execute(ROWS_QUERY))


@contextmanager
def _socket_timeout(connection: psycopg.Connection, limit: timedelta) -> Iterator[None]:
    """Shut the connection's socket when the block takes longer; whoever waits on it gets an error at once."""
    line = socket.socket(fileno=dup(connection.fileno()))

    def cut() -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = Timer(limit.total_seconds(), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        line.close()


def _cause(error: Exception) -> Cause:
    if isinstance(error, psycopg.Error) and error.sqlstate is None:  # the URL, or the way to the server
        text = str(error)
        if any(words in text for words in REFUSAL_TEXTS) or ("role " in text and "does not exist" in text):
            return Cause.FORBIDDEN
        return Cause.BUSY if any(words in text for words in OVERLOAD_TEXTS) else Cause.UNREACHABLE
    return next((cause for kind, cause in CAUSES.items() if isinstance(error, kind)), Cause.UNREADABLE)
