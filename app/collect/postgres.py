"""
Histories from PostgreSQL, read with psycopg 3.

Three things keep the database unharmed. The role may only read (docs/settings.md has the GRANT). The connection and
its transaction are read-only. Every wait has a limit: five seconds for connecting, however many hosts the URL names,
half a second for a lock, three seconds for a statement, ten for all of them. The server gets nothing but SELECT,
after BEGIN READ ONLY and before ROLLBACK.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from math import ceil

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from app.collect import search_path
from app.collect.errors import CollectionError
from app.collect.patience import ConnectingTimedOut, within
from app.collect.postgres_errors import cause_of
from app.collect.rows import MAX_ROWS, MAX_TEXT_LENGTH, history_of
from app.collect.search_path import PATH_QUERY, Place
from app.config import Secret
from app.deadline import Deadline
from app.domain.failure import Cause
from app.domain.history import History, Row, Surroundings

# row_security=off: PostgreSQL refuses (42501) a table that hides rows from us, instead of showing a part of it.
OPTIONS = (
    "-c default_transaction_read_only=on -c lock_timeout=500 -c statement_timeout=3000 "
    "-c idle_in_transaction_session_timeout=10000 -c timezone=UTC -c datestyle=ISO -c row_security=off"
)
SOCKET_TIMEOUT = timedelta(seconds=10)
"""After this the socket is shut. The server's own limits do not help when it has stopped answering."""

MAX_SCHEMAS = 100
"""The most other schemas that are named."""

MAX_TABLES = 2_000
"""The most tables that are named."""

SURROUNDINGS_QUERY = f"""SELECT names.place, names.name
FROM ((SELECT 'schema' AS place, n.nspname::text AS name
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relname = 'django_migrations' AND c.relkind IN ('r', 'p', 'f') AND n.nspname NOT LIKE 'pg\\_%'
      AND n.oid NOT IN (SELECT path.oid FROM ({PATH_QUERY}) AS path)
    ORDER BY n.nspname LIMIT {MAX_SCHEMAS})
  UNION ALL
  (SELECT 'table', c.relname::text
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = (SELECT path.oid FROM ({PATH_QUERY}) AS path ORDER BY path.position LIMIT 1)
      AND c.relname <> 'django_migrations' AND c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e' AND d.objid = c.oid
        AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)
    ORDER BY c.relname LIMIT {MAX_TABLES})) AS names"""  # noqa: S608 - no value from outside
"""
The other schemas with such a table, and the tables in the first schema of the search path, without those of extensions.

The catalogue shows the names of all tables to every role; what is in them it does not show.
"""

TEXTS = ", ".join(
    f"pg_catalog.left({name}::text, {MAX_TEXT_LENGTH + 1})" for name in ("app", "name", "applied")
)
ROWS_QUERY = f"SELECT id, {TEXTS} FROM django_migrations ORDER BY id LIMIT {MAX_ROWS + 1}"  # noqa: S608 - no value from outside
"""One more row, and texts one character longer, than a history may have: what is larger is known as that."""

ROWS_AT_ONCE = 1_000 if psycopg.pq.version() >= 17_00_00 else 1
"""So many rows are in memory beside the history; an older libpq hands them over one by one."""


def history(database: Secret, *, timeout: timedelta) -> History:
    """The history in the table that the connection's search path leads to. Raises `CollectionError`."""
    cause = None
    deadline = Deadline(SOCKET_TIMEOUT)
    try:
        with connect(database, timeout=timeout) as connection, deadline.of(connection.fileno()):
            history = _read(connection)
        if history.surroundings is None or "search_path" not in _own_options(database):
            return history
        return replace(history, surroundings=replace(history.surroundings, is_schema_chosen=True))
    except errors.UndefinedTable:  # the table was dropped between the two queries
        return History(has_table=False)
    except ConnectingTimedOut:
        cause = Cause.TIMED_OUT
    except (psycopg.Error, UnicodeDecodeError) as error:
        cause = Cause.TIMED_OUT if deadline.has_passed else cause_of(error)
    raise CollectionError(cause)  # here, so that the driver's error is not its context


@contextmanager
def connect(database: Secret, *, timeout: timedelta) -> Iterator[psycopg.Connection]:
    """
    A read-only connection with our limits. Its transaction is rolled back at the end.

    Raises `ConnectingTimedOut`, and what psycopg raises.
    """
    url = database.reveal().replace("postgresql+psycopg://", "postgresql://", 1)
    parts = conninfo_to_dict(url)
    hosts = str(parts.get("hostaddr") or parts.get("host") or "/").split(",")

    def open_connection() -> psycopg.Connection:
        return psycopg.connect(
            url,
            options=f"{parts.get('options') or ''} {OPTIONS}".strip(),
            # Each address has a share of the time, so that a mute one leaves some to the next; 2 is psycopg's least.
            connect_timeout=max(2, ceil(timeout.total_seconds() / len(hosts))),
            client_encoding="utf-8",
            application_name="driftboard",
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=2,
        )

    if len(hosts) == 1 and _is_address(hosts[0]):  # the driver itself keeps the limit for one address
        connection = open_connection()
    else:
        connection = within(timeout, open_connection, psycopg.Connection.close)
    try:
        connection.read_only = True
        yield connection
        connection.rollback()
    finally:
        connection.close()


def _is_address(host: str) -> bool:
    """Whether a host is a folder with a socket, or an IP address: nothing is to be looked up."""
    with suppress(ValueError):
        return host.startswith("/") or bool(ip_address(host))
    return False


def _own_options(database: Secret) -> str:
    """The `options` in the URL itself, such as a search path."""
    options = conninfo_to_dict(database.reveal().replace("postgresql+psycopg://", "postgresql://", 1)).get(
        "options"
    )
    return str(options or "")


def _read(connection: psycopg.Connection) -> History:
    """The history; a round trip each for the beginning, for the rows, and, by `connect`, for the end."""
    place = search_path.begin(connection)
    if not place.is_table:
        raise CollectionError(Cause.UNREADABLE)
    rows = _rows(connection) if place.schema is not None else ()
    surroundings = _surroundings(connection, place, has_rows=bool(rows))
    return History(rows, place.schema is not None, surroundings)


def _rows(connection: psycopg.Connection) -> tuple[Row, ...]:
    """The rows, as they come: a server that sends without an end is left when it has sent too much."""
    try:
        return history_of(connection.cursor().stream(ROWS_QUERY, size=ROWS_AT_ONCE)).rows
    except CollectionError:
        connection.close()  # else the rest would be taken from the server, to throw it away
        raise


def _surroundings(connection: psycopg.Connection, place: Place, *, has_rows: bool) -> Surroundings | None:
    """What there is to tell of the table's surroundings. Only a table without rows costs a further query."""
    names: list[tuple[str, str]] = [] if has_rows else connection.execute(SURROUNDINGS_QUERY).fetchall()
    if not names and place.schema in (None, place.first):
        return None
    return Surroundings(
        place.first,
        place.schema,
        other_schemas=tuple(sorted(name for place, name in names if place == "schema")),
        tables=tuple(sorted(name for place, name in names if place == "table")),
    )
