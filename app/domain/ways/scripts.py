"""
The SQL of one step, for each kind of database. Driftboard prints it and never runs it.

    1. one transaction, and a lock that keeps a migrate out
    2. the guards: the table holds the rows that the step was planned for, and no other; else nothing is changed
    3. the change
    4. the assertion: as many rows as planned, those taken out gone, those put in there once; else all is taken back

PostgreSQL has all of it in one block. SQLite has no block that can raise; a temporary trigger does the work in one
statement. MySQL and MariaDB share no block either; there a temporary table has the messages, and the same message once
more is an error.
"""

# ruff: noqa: S608 - scripts for people to read and run; every name and time is quoted

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

from app.domain.english import count, plural
from app.domain.history import History, Row
from app.domain.ways.simulation import with_change
from app.domain.ways.way import RowChange, Step

TABLE = "django_migrations"

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Matches what would end a comment, or move the cursor of a terminal."""

CHANGED = (
    "Driftboard: nothing was changed. django_migrations does not hold the {rows} that this was planned for."
)
WRONG = "Driftboard: nothing was changed. The rows after it would not be the planned ones."
"""What the guards and the assertion say."""


class Dialect(StrEnum):
    """The SQL of one kind of database."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQLITE = "sqlite"


def script(step: Step, dialect: Dialect) -> str:
    """The script of a step that changes rows; empty for any other step."""
    if step.change is None or step.before is None:
        return ""
    lines = [
        f"-- {comment(step.text)}",
        "-- Driftboard runs none of this. Read it, and run it yourself as the role that runs migrate.",
    ]
    write = {Dialect.POSTGRESQL: _postgresql, Dialect.MYSQL: _mysql, Dialect.SQLITE: _sqlite}[dialect]
    return "\n".join([*lines, *write(step.change, step.before)]) + "\n"


def comment(text: str) -> str:
    """The text on one line: a name comes from a database and may hold anything."""
    return UNPRINTABLE.sub(" ", text)


def literal(text: str, dialect: Dialect) -> str:
    """A text in quotes."""
    escaped = text.replace("\\", "\\\\") if dialect is Dialect.MYSQL else text
    return "'" + escaped.replace("'", "''") + "'"


def identifier(name: str, dialect: Dialect) -> str:
    """The name of a table or a column in quotes."""
    mark = "`" if dialect is Dialect.MYSQL else '"'
    return mark + name.replace(mark, mark * 2) + mark


def _listing(history: History) -> str:
    """Every key recorded, in the order of bytes: what the guards compare, as a hash or as it is."""
    return "\n".join(sorted(f"{row.key.app_label}.{row.key.name}" for row in history.rows))


def _where(row: Row, dialect: Dialect) -> str:
    """The condition that finds one row: by its id where it is known, and to the letter."""
    exact = "BINARY " if dialect is Dialect.MYSQL else ""
    app, name = (literal(part, dialect) for part in row.key)
    facts = [] if row.id is None else [f"id = {row.id}"]
    facts += [f"{exact}app = {app}", f"{exact}name = {name}"]
    if row.id is not None:
        facts.append(f"applied = {literal(row.applied, dialect)}")
    return " AND ".join(facts)


def _guards(change: RowChange, before: History, dialect: Dialect) -> Iterator[str]:
    """The conditions that must hold before: the keys of the whole table, and the rows to take out with their times."""
    text = "app || '.' || name"
    rows = f"(SELECT {text} AS entry FROM {TABLE}) AS entries"
    listing = _listing(before)
    digest = literal(hashlib.md5(listing.encode(), usedforsecurity=False).hexdigest(), dialect)
    if dialect is Dialect.POSTGRESQL:
        joined = (
            f"""SELECT md5(coalesce(string_agg(entry, E'\\n' ORDER BY entry COLLATE "C"), '')) FROM {rows}"""
        )
        yield f"({joined}) = {digest}"
    elif dialect is Dialect.MYSQL:
        text = "CONCAT(app, '.', name)"
        joined = f"GROUP_CONCAT({text} ORDER BY BINARY {text} SEPARATOR '\\n')"
        yield f"(SELECT MD5(COALESCE({joined}, '')) FROM {TABLE}) = {digest}"
    else:
        ordered = f"(SELECT {text} AS entry FROM {TABLE} ORDER BY 1)"
        yield f"(SELECT coalesce(group_concat(entry, char(10)), '') FROM {ordered}) = {literal(listing, dialect)}"
    for row in change.taken:
        number = sum(1 for other in before.rows if other == row or (row.id is None and other.key == row.key))
        yield f"(SELECT count(*) FROM {TABLE} WHERE {_where(row, dialect)}) = {number}"


def _assertions(change: RowChange, before: History, dialect: Dialect) -> Iterator[str]:
    """The conditions that must hold after: the number of rows, and how often each key that was touched is there."""
    after = with_change(before, change)
    numbers = Counter(row.key for row in after.rows)
    yield f"(SELECT count(*) FROM {TABLE}) = {len(after.rows)}"
    for key in dict.fromkeys(row.key for row in (*change.taken, *change.put)):
        condition = _where(Row(key, ""), dialect)
        yield f"(SELECT count(*) FROM {TABLE} WHERE {condition}) = {numbers[key]}"


def _changes(change: RowChange, dialect: Dialect) -> Iterator[str]:
    now = {
        Dialect.POSTGRESQL: "now()",
        Dialect.MYSQL: "UTC_TIMESTAMP(6)",
        Dialect.SQLITE: "CURRENT_TIMESTAMP",
    }
    for row in change.taken:
        yield f"DELETE FROM {TABLE} WHERE {_where(row, dialect)};"
    for row in change.put:
        applied = literal(row.applied, dialect) if row.applied else now[dialect]
        values = [*(literal(part, dialect) for part in row.key), applied]
        columns = "app, name, applied"
        if row.id is not None:
            columns, values = f"id, {columns}", [str(row.id), *values]
        yield f"INSERT INTO {TABLE} ({columns}) VALUES ({', '.join(values)});"


def _drops(change: RowChange, dialect: Dialect) -> Iterator[str]:
    for table, column in change.dropped_columns:
        yield f"ALTER TABLE {identifier(table, dialect)} DROP COLUMN {identifier(column, dialect)};"
    for table in change.dropped_tables:
        yield f"DROP TABLE {identifier(table, dialect)};"


def _rows(before: History) -> str:
    return count(len(before.rows), "row")


def _postgresql(change: RowChange, before: History) -> Iterator[str]:
    dialect = Dialect.POSTGRESQL
    body = [
        *_raise_unless(_guards(change, before, dialect), CHANGED.format(rows=_rows(before))),
        *(f"  {line}" for line in (*_changes(change, dialect), *_drops(change, dialect))),
        *_raise_unless(_assertions(change, before, dialect), WRONG),
    ]
    tag = "$driftboard$"
    while any(tag in line for line in body):
        tag = tag[:-1] + "_$"
    if any(row.id is None for row in change.put):
        yield "-- A duplicate key says that the sequence of the ids is behind the rows, as after a restore. Then first:"
        yield (f"-- SELECT setval(pg_get_serial_sequence('{TABLE}', 'id'), (SELECT max(id) FROM {TABLE}));")
    yield "BEGIN;"
    yield f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE;"
    yield f"DO {tag}"
    yield "BEGIN"
    yield from body
    yield f"END {tag};"
    yield "COMMIT;"


def _raise_unless(conditions: Iterable[str], message: str) -> Iterator[str]:
    for condition in conditions:
        yield f"  IF NOT ({condition}) THEN"
        yield f"    RAISE EXCEPTION USING MESSAGE = {literal(message, Dialect.POSTGRESQL)};"
        yield "  END IF;"


def _sqlite(change: RowChange, before: History) -> Iterator[str]:
    dialect = Dialect.SQLITE
    drops = list(_drops(change, dialect))
    yield "-- In a shell: sqlite3 -bail DATABASE < this-file. It stops at the first error."
    yield "BEGIN IMMEDIATE;"
    yield "CREATE TEMP TABLE driftboard_step (number integer);"
    yield "CREATE TEMP TRIGGER driftboard_script AFTER INSERT ON driftboard_step BEGIN"
    yield from _rollback_unless(_guards(change, before, dialect), CHANGED.format(rows=_rows(before)))
    yield from (f"  {line}" for line in _changes(change, dialect))
    yield from _rollback_unless(_assertions(change, before, dialect), WRONG)
    yield "END;"
    yield "INSERT INTO driftboard_step VALUES (1);"
    yield "DROP TRIGGER driftboard_script;"
    yield "DROP TABLE driftboard_step;"
    yield from drops
    yield "COMMIT;"


def _rollback_unless(conditions: Iterable[str], message: str) -> Iterator[str]:
    for condition in conditions:
        text = literal(message, Dialect.SQLITE)
        yield f"  SELECT RAISE(ROLLBACK, {text}) WHERE NOT ({condition});"


def _mysql(change: RowChange, before: History) -> Iterator[str]:
    dialect = Dialect.MYSQL
    drops = list(_drops(change, dialect))
    messages = (CHANGED.format(rows=_rows(before)), WRONG)
    texts = ", ".join(f"({literal(message, dialect)})" for message in messages)
    yield "SET SESSION group_concat_max_len = 100000000;"
    yield "CREATE TEMPORARY TABLE driftboard_stop (message varchar(150) NOT NULL PRIMARY KEY);"
    yield f"INSERT INTO driftboard_stop VALUES {texts};"
    yield "START TRANSACTION;"
    yield f"SELECT count(*) FROM {TABLE} FOR UPDATE;"
    yield from _fail_unless(_guards(change, before, dialect), messages[0])
    yield from _changes(change, dialect)
    yield from _fail_unless(_assertions(change, before, dialect), messages[1])
    yield "COMMIT;"
    yield "DROP TEMPORARY TABLE driftboard_stop;"
    if drops:
        verb = plural(len(drops), "is", "are")
        yield f"-- What is dropped {verb} not in the transaction: here DDL commits at once."
        yield from drops


def _fail_unless(conditions: Iterable[str], message: str) -> Iterator[str]:
    """Statements that end with an error where a condition is false: the message is a duplicate then."""
    for condition in conditions:
        text = literal(message, Dialect.MYSQL)
        yield f"INSERT INTO driftboard_stop SELECT {text} FROM DUAL WHERE NOT ({condition});"
