"""
Histories from PostgreSQL, read with psycopg 3.

Three things keep the database unharmed. The role may only read (docs/settings.md has the GRANT). The connection and
its transaction are read-only. Every wait has a limit: half a second for a lock, three seconds for a statement, ten for
the whole. The server gets nothing but SELECT, between BEGIN READ ONLY and ROLLBACK.
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

# row_security=off: PostgreSQL refuses (42501) a table that hides rows from us, instead of showing a part of it.
OPTIONS = (
    "-c default_transaction_read_only=on -c lock_timeout=500 -c statement_timeout=3000 "
    "-c idle_in_transaction_session_timeout=10000 -c timezone=UTC -c datestyle=ISO -c row_security=off"
)
SOCKET_TIMEOUT = timedelta(seconds=10)
"""After this the socket is shut. The server's own limits do not help when it has stopped answering."""

TABLE_QUERY = """SELECT c.relkind::text, c.oid = pg_catalog.to_regclass('django_migrations')
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = 'django_migrations'
  AND (pg_catalog.pg_table_is_visible(c.oid)
    OR NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND n.nspname = ANY (pg_catalog.regexp_split_to_array(
        pg_catalog.replace(pg_catalog.current_setting('search_path'), '"$user"', current_user), '[ ,"]+')))
"""
"""
The relations called django_migrations: kind, and whether the name alone leads to it.

Beside the visible one it finds those in schemas of the search path that we may not use.
"""

ROWS_QUERY = "SELECT id, app::text, name::text, applied::text FROM django_migrations ORDER BY id"

TABLE_KINDS = ("r", "p", "f")
"""The kinds of relation that Django takes for a table: ordinary, partitioned, foreign. A view is none."""

CAUSES: dict[type[psycopg.Error], Cause] = {
    errors.LockNotAvailable: Cause.BUSY,
    errors.QueryCanceled: Cause.BUSY,
    errors.DeadlockDetected: Cause.BUSY,
    errors.InsufficientPrivilege: Cause.FORBIDDEN,
    errors.UndefinedColumn: Cause.UNREADABLE,
    errors.DataError: Cause.UNREADABLE,
    psycopg.OperationalError: Cause.UNREACHABLE,
}
"""The first class that the error is an instance of decides. Any other error makes the table unreadable."""

REFUSAL_TEXTS = (
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "pg_hba.conf rejects",
    "permission denied",
    "is not permitted to log in",
)
"""Texts of a refused connection. Such an error has no SQLSTATE."""

OVERLOAD_TEXTS = ("too many clients", "too many connections", "remaining connection slots")
"""Texts of a server that takes no more connections."""


def history(database: Secret, *, timeout: timedelta) -> History:
    """The history in the table that the connection's search path leads to. Raises `CollectionError`."""
    cause = None
    try:
        with connect(database, timeout=timeout) as connection, _socket_timeout(connection, SOCKET_TIMEOUT):
            return _read(connection)
    except errors.UndefinedTable:  # the table was dropped between the two queries
        return History(has_table=False)
    except (psycopg.Error, UnicodeDecodeError) as error:
        cause = _cause(error)
    raise CollectionError(cause)  # here, so that the driver's error is not its context


@contextmanager
def connect(database: Secret, *, timeout: timedelta) -> Iterator[psycopg.Connection]:
    """A read-only connection with our limits. Its transaction is rolled back at the end."""
    connection = psycopg.connect(
        database.reveal().replace("postgresql+psycopg://", "postgresql://", 1),
        options=f"{_own_options(database)} {OPTIONS}".strip(),
        connect_timeout=max(2, ceil(timeout.total_seconds())),  # libpq treats 1 as 2
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
    """The `options` in the URL itself, such as a search path."""
    options = conninfo_to_dict(database.reveal().replace("postgresql+psycopg://", "postgresql://", 1)).get(
        "options"
    )
    return str(options or "")


def _read(connection: psycopg.Connection) -> History:
    relations: list[tuple[Any, Any]] = connection.execute(TABLE_QUERY).fetchall()
    kinds = [kind for kind, is_ours in relations if is_ours]
    if not kinds:
        if relations:
            raise CollectionError(Cause.FORBIDDEN)
        return History(has_table=False)
    if kinds[0] not in TABLE_KINDS:
        raise CollectionError(Cause.UNREADABLE)
    return history_of(connection.execute(ROWS_QUERY))


@contextmanager
def _socket_timeout(connection: psycopg.Connection, limit: timedelta) -> Iterator[None]:
    """Shut the connection's socket when the block takes longer than the limit: waiting calls then raise at once."""
    duplicate = socket.socket(fileno=dup(connection.fileno()))

    def cut() -> None:
        with suppress(OSError):
            duplicate.shutdown(socket.SHUT_RDWR)

    timer = Timer(limit.total_seconds(), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        duplicate.close()


def _cause(error: Exception) -> Cause:
    if (
        isinstance(error, psycopg.Error) and error.sqlstate is None
    ):  # the URL is wrong, or the server was not reached
        text = str(error)
        if any(words in text for words in REFUSAL_TEXTS) or ("role " in text and "does not exist" in text):
            return Cause.FORBIDDEN
        return Cause.BUSY if any(words in text for words in OVERLOAD_TEXTS) else Cause.UNREACHABLE
    return next((cause for kind, cause in CAUSES.items() if isinstance(error, kind)), Cause.UNREADABLE)
