"""The table django_migrations of a MySQL or MariaDB database, and what is around it."""

from dataclasses import replace
from typing import Any

import pymysql

from app.collect.errors import CollectionError
from app.collect.mysql.connection import ReadConnection
from app.collect.mysql.errors import NO_SUCH_TABLE, number_of
from app.collect.rows import MAX_ROWS, history_of
from app.domain.failure import Cause
from app.domain.history import History, Surroundings

KIND_QUERY = """SELECT table_type FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_name = 'django_migrations'"""
"""The kind of the table. One of which the account may see nothing is not in the answer."""

ROWS_QUERY = (
    f"SELECT id, app, name, CAST(applied AS CHAR) FROM django_migrations ORDER BY id LIMIT {MAX_ROWS + 1}"  # noqa: S608 - no value from outside
)

ALIKE_QUERY = """SELECT 1 FROM django_migrations AS one
  JOIN django_migrations AS other ON one.app = other.app AND one.name = other.name AND one.id < other.id
WHERE CAST(one.app AS BINARY) <> CAST(other.app AS BINARY) OR CAST(one.name AS BINARY) <> CAST(other.name AS BINARY)
LIMIT 1"""
"""Whether two rows of different names are one to a statement that names one of them."""

MAX_TABLES = 2_000
"""The most tables that are named."""

TABLES_QUERY = f"""SELECT table_name FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name <> 'django_migrations'
ORDER BY table_name LIMIT {MAX_TABLES}"""  # noqa: S608 - no value from outside
"""The tables beside it, of those that the account may see."""


def read(connection: ReadConnection) -> History:
    """The history in the connection's database. Raises `CollectionError` and what PyMySQL raises."""
    kinds = [kind for (kind,) in _rows(connection, KIND_QUERY)]
    if "VIEW" in kinds:
        raise CollectionError(Cause.UNREADABLE)
    try:
        with connection.cursor() as cursor:
            cursor.execute(ROWS_QUERY)
            history = history_of(cursor)  # as they come, none is kept beside the history
    except pymysql.MySQLError as error:
        if number_of(error) != NO_SUCH_TABLE:
            raise
        history = History(has_table=False)
    return replace(history, surroundings=_surroundings(connection, history))


def _surroundings(connection: ReadConnection, history: History) -> Surroundings | None:
    """What there is to tell of the table's surroundings. Mostly nothing, and then it costs no further query."""
    if not history.rows:
        tables = tuple(sorted(name for (name,) in _rows(connection, TABLES_QUERY)))
        table_schema = "" if history.has_table else None
        return Surroundings(table_schema=table_schema, tables=tables) if tables else None
    if not history.differing_by_case or not _rows(connection, ALIKE_QUERY):
        return None
    return Surroundings(table_schema="", is_case_blind=True)


def _rows(connection: ReadConnection, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
