"""
The tables of many schemas of one PostgreSQL database, over one connection and within one snapshot of it.

Few of them change between two looks. So the database makes a digest of the rows of each table first, and the rows are
read where the digest is not the one that is known.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from time import monotonic
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql

from app.collect.errors import CollectionError
from app.collect.patience import ConnectingTimedOut
from app.collect.postgres import connect
from app.collect.postgres_errors import cause_of
from app.collect.rows import MAX_CHARACTERS, MAX_ROWS, history_of
from app.collect.schema_queries import DIGEST_QUERY, ROWS_QUERY, SCHEMAS_QUERY
from app.collect.search_path import TABLE_KINDS
from app.config import Secret
from app.deadline import Deadline
from app.domain.failure import Cause
from app.domain.history import History
from app.domain.keys import MigrationKey

MAX_SCHEMAS = 20_000
"""More schemas than this are too many for one environment."""

BATCH = 100
"""Schemas of one statement. Each statement has a time limit of its own."""

TIME_LIMIT = timedelta(minutes=2)
"""After this the socket is shut: the longest time for reading all schemas, without what is done between batches."""

PATIENCE = "SELECT pg_catalog.set_config('idle_in_transaction_session_timeout', '60000', true)"
"""For one transaction: between two batches the first is stored, and its store may be locked for half a minute."""

NO_TABLE = ""
"""The digest of a schema without a table."""

SAVEPOINT = "SAVEPOINT driftboard"
GO_BACK = "ROLLBACK TO SAVEPOINT driftboard"
"""
After a statement that failed, and after each batch: it lets go of the locks on the tables and keeps the snapshot.

Every table and index that was read stays locked to the end of a transaction, and the server has room for some 6,000
locks in all. Without it 5,000 schemas would leave none for anybody else.
"""

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

    def joined(self, other: "SchemaBatch") -> "SchemaBatch":
        """What this and another batch hold together."""
        return SchemaBatch(
            {**self.histories, **other.histories},
            (*self.unchanged, *other.unchanged),
            {**self.causes, **other.causes},
        )


def schema_batches(
    database: Secret, patterns: Sequence[str], digests: Mapping[str, str], *, timeout: timedelta
) -> Iterator[SchemaBatch]:
    """
    Read every schema that one of the patterns matches, in batches by name. A pattern is a name or a glob.

    `digests` are the known ones by schema. Raises `CollectionError` where the database cannot be read at all, or has no
    schema that a glob matches.
    """
    cause = None
    deadline = Deadline(TIME_LIMIT)
    try:
        with connect(database, timeout=timeout) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            batches = _batches(connection, patterns, digests)
            while deadline.limit > timedelta():
                began = monotonic()
                with deadline.of(connection.fileno()):
                    batch = next(batches, None)
                if batch is None:
                    return
                deadline = Deadline(deadline.limit - timedelta(seconds=monotonic() - began))
                yield batch
        cause = Cause.TIMED_OUT
    except ConnectingTimedOut:
        cause = Cause.TIMED_OUT
    except (psycopg.Error, UnicodeDecodeError) as error:
        cause = Cause.TIMED_OUT if deadline.has_passed else cause_of(error)
    if cause is not None:
        raise CollectionError(cause)  # here, so that the driver's error is not its context


def _batches(
    connection: psycopg.Connection, patterns: Sequence[str], digests: Mapping[str, str]
) -> Iterator[SchemaBatch]:
    connection.execute(PATIENCE)
    found = [
        row
        for row in connection.execute(SCHEMAS_QUERY)
        if any(fnmatchcase(row[0], text) for text in patterns)
    ]
    if len(found) > MAX_SCHEMAS:
        raise CollectionError(Cause.TOO_MANY_SCHEMAS)
    names = {row[0] for row in found}
    absent = [text for text in patterns if text not in names and not any(sign in text for sign in "*?[")]
    if not found and not absent:
        raise CollectionError(Cause.NO_SUCH_SCHEMA)
    if absent:
        yield SchemaBatch(causes=dict.fromkeys(absent, Cause.NO_SUCH_SCHEMA))
    connection.execute(SAVEPOINT)
    for start in range(0, len(found), BATCH):
        yield _batch(connection, found[start : start + BATCH], digests)
        connection.execute(GO_BACK)


def _batch(
    connection: psycopg.Connection,
    schemas: Sequence[tuple[str, str | None, bool | None, int]],
    digests: Mapping[str, str],
) -> SchemaBatch:
    bare, readable = [], []
    causes: dict[str, Cause] = {}
    for name, kind, is_open, columns in schemas:
        if kind is None:
            bare.append(name)
        elif kind not in TABLE_KINDS or columns != COLUMNS:
            causes[name] = Cause.UNREADABLE
        elif not is_open:
            causes[name] = Cause.FORBIDDEN
        else:
            readable.append(name)
    without_table = SchemaBatch(
        {name: (History(has_table=False), NO_TABLE) for name in bare if digests.get(name) != NO_TABLE},
        tuple(name for name in bare if digests.get(name) == NO_TABLE),
        causes,
    )
    return without_table.joined(_read(connection, readable, digests))


def _read(connection: psycopg.Connection, names: Sequence[str], digests: Mapping[str, str]) -> SchemaBatch:
    """
    What the tables of these schemas hold.

    Where one of them cannot be read, which fails the statement for all, each half of them is asked for by itself.
    """
    try:
        return _read_all(connection, names, digests)
    except (psycopg.Error, UnicodeDecodeError) as error:
        failed = error
    try:
        connection.execute(GO_BACK)
    except psycopg.Error:  # the connection is lost: what was said first tells more
        raise failed from None
    if isinstance(failed, psycopg.errors.UndefinedTable) and len(names) == 1:
        return SchemaBatch()  # it was dropped between the two queries
    if len(names) == 1:
        return SchemaBatch(causes={names[0]: cause_of(failed)})
    half = len(names) // 2
    return _read(connection, names[:half], digests).joined(_read(connection, names[half:], digests))


def _read_all(
    connection: psycopg.Connection, names: Sequence[str], digests: Mapping[str, str]
) -> SchemaBatch:
    """The digest of each table, and the rows where it is not the known one: once for tables with the same digest."""
    now: dict[str, str] = {}
    characters: dict[str, int] = {}
    read: dict[str, History | Cause] = {}
    for name, digest, rows, length in _of_each(connection, DIGEST_QUERY, names):
        now[name], characters[name] = digest, length
        if rows > MAX_ROWS or length > MAX_CHARACTERS:
            read[digest] = Cause.TOO_LARGE
    changed = [name for name in names if digests.get(name) != now[name]]
    keys: dict[tuple[Any, Any], MigrationKey] = {}
    wanted = {now[name]: name for name in changed if now[name] not in read}
    for part in _parts(list(wanted.values()), characters):
        for name, text in _of_each(connection, ROWS_QUERY, part):
            try:
                read[now[name]] = history_of(json.loads(text or "[]"), keys)
            except CollectionError as error:
                read[now[name]] = error.cause
    histories: dict[str, tuple[History, str]] = {}
    causes: dict[str, Cause] = {}
    for name in changed:
        found = read[now[name]]
        if isinstance(found, Cause):
            causes[name] = found
        else:
            histories[name] = (found, now[name])
    return SchemaBatch(histories, tuple(name for name in names if digests.get(name) == now[name]), causes)


def _parts(names: Sequence[str], characters: Mapping[str, int]) -> Iterator[list[str]]:
    """The names in parts of which no more is in memory at once than of one history."""
    part: list[str] = []
    length = 0
    for name in names:
        if part and length + characters[name] > MAX_CHARACTERS:
            yield part
            part, length = [], 0
        part.append(name)
        length += characters[name]
    yield part


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
