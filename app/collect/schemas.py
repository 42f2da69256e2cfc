"""
The tables of many schemas of one PostgreSQL database, over one connection and within one snapshot of it.

Few of them change between two looks. So the database makes a digest of the rows of each table first, and the rows are
read where the digest is not the one that is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql

from app.collect.deadline import Deadline
from app.collect.errors import CollectionError
from app.collect.postgres import TABLE_KINDS, connect
from app.collect.postgres_errors import cause_of
from app.collect.rows import history_of
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History

MAX_SCHEMAS = 20_000
"""More schemas than this are too many for one environment."""

BATCH = 100
"""Schemas of one statement. Each statement has a time limit of its own."""

TIME_LIMIT = timedelta(minutes=2)
"""After this the socket is shut: the longest time for all schemas of a database."""

SCHEMAS_QUERY = r"""SELECT n.nspname::text, c.relkind::text,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),
  (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attname IN ('id', 'app', 'name', 'applied'))
FROM pg_catalog.pg_namespace AS n
  LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'django_migrations'
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY n.nspname"""
"""Every schema: name, kind of the relation django_migrations, whether we may read it, how many of its columns it has."""

DIGEST_QUERY = sql.SQL(
    """SELECT {number}, encode(sha256(convert_to(coalesce(string_agg(
  concat(id, chr(31), app, chr(31), name, chr(31), applied::text), chr(30) ORDER BY id), ''), 'UTF8')), 'hex')
FROM {table}"""
)

ROWS_QUERY = sql.SQL("SELECT {number}, id, app::text, name::text, applied::text FROM {table}")

COLUMNS = 4


@dataclass(frozen=True, slots=True)
class SchemaBatch:
    """
    What some schemas of one database hold, by name.

    `histories` are read, each with its digest. `unchanged` are those whose digest is the known one. `causes` say why a
    table could not be read.
    """

    histories: Mapping[str, tuple[History, str]] = field(default_factory=dict)
    unchanged: tuple[str, ...] = ()
    causes: Mapping[str, Cause] = field(default_factory=dict)


def schema_batches(
    database: Secret, patterns: Sequence[str], digests: Mapping[str, str], *, timeout: timedelta
) -> Iterator[SchemaBatch]:
    """
    Read every schema that one of the patterns matches, in batches by name. A pattern is a name or a glob.

    `digests` are the known ones by schema. Raises `CollectionError` where the database cannot be read at all.
    """
    cause = None
    deadline = Deadline(TIME_LIMIT)
    try:
        with connect(database, timeout=timeout) as connection, deadline.of(connection.fileno()):
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            yield from _batches(connection, patterns, digests)
    except (psycopg.Error, UnicodeDecodeError) as error:
        cause = Cause.TIMED_OUT if deadline.has_passed else cause_of(error)
    if cause is not None:
        raise CollectionError(cause)  # here, so that the driver's error is not its context


def _batches(
    connection: psycopg.Connection, patterns: Sequence[str], digests: Mapping[str, str]
) -> Iterator[SchemaBatch]:
    found = [
        row
        for row in connection.execute(SCHEMAS_QUERY)
        if any(fnmatchcase(row[0], text) for text in patterns)
    ]
    if len(found) > MAX_SCHEMAS:
        raise CollectionError(Cause.TOO_MANY_SCHEMAS)
    names = {row[0] for row in found}
    absent = [text for text in patterns if text not in names and not any(sign in text for sign in "*?[")]
    if absent:
        yield SchemaBatch(causes=dict.fromkeys(absent, Cause.NO_SUCH_SCHEMA))
    for start in range(0, len(found), BATCH):
        yield _batch(connection, found[start : start + BATCH], digests)


def _batch(
    connection: psycopg.Connection,
    schemas: Sequence[tuple[str, str | None, bool | None, int]],
    digests: Mapping[str, str],
) -> SchemaBatch:
    histories: dict[str, tuple[History, str]] = {}
    causes: dict[str, Cause] = {}
    readable = []
    for name, kind, is_open, columns in schemas:
        if kind is None:
            histories[name] = (History(has_table=False), "")
        elif kind not in TABLE_KINDS or columns != COLUMNS:
            causes[name] = Cause.UNREADABLE
        elif not is_open:
            causes[name] = Cause.FORBIDDEN
        else:
            readable.append(name)
    now: dict[str, str] = {name: digest for name, digest in _of_each(connection, DIGEST_QUERY, readable)}
    changed = [name for name in readable if digests.get(name) != now[name]]
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in changed}
    for name, *row in _of_each(connection, ROWS_QUERY, changed):
        rows[name].append(tuple(row))
    for name in changed:
        ordered = sorted(rows[name], key=lambda row: (row[0] is None, row[0]))
        try:
            histories[name] = (history_of(ordered), now[name])
        except CollectionError as error:
            causes[name] = error.cause
    return SchemaBatch(histories, tuple(name for name in readable if name not in changed), causes)


def _of_each(
    connection: psycopg.Connection, query: sql.SQL, names: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """The rows of one query over the table of each schema, each row after the name of its schema."""
    if not names:
        return
    selects = [
        query.format(number=sql.Literal(number), table=sql.Identifier(name, "django_migrations"))
        for number, name in enumerate(names)
    ]
    for number, *values in connection.execute(sql.SQL("\nUNION ALL\n").join(selects)):
        yield (names[number], *values)
