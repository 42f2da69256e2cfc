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
from collections import Counter
from collections.abc import Iterable, Iterator

from app.domain.english import count, listed, plural
from app.domain.history import History, Row
from app.domain.ways.checks import checks
from app.domain.ways.dialect import Dialect, comment, identifier, literal, search_path
from app.domain.ways.simulation import with_change
from app.domain.ways.way import RowChange, Step

TABLE = "django_migrations"

CHANGED = (
    "Driftboard: nothing was changed. django_migrations does not hold the {rows} that this was planned for."
)
WRONG = "Driftboard: nothing was changed. The rows after it would not be the planned ones."
BEHIND = "Driftboard: nothing was changed. The sequence of the ids is behind the rows; the script says how it is set."
"""What the guards and the assertion say."""

SET_SEQUENCE = f"SELECT setval(pg_get_serial_sequence('{TABLE}', 'id'), (SELECT max(id) FROM {TABLE}));"
"""What sets the sequence of the ids to the last row, of a serial and of an identity column alike."""

__all__ = ["Dialect", "comment", "identifier", "literal", "script"]


def script(step: Step, dialect: Dialect) -> str:
    """The script of a step that changes rows, or of one that looks at the schema; empty for any other step."""
    title = f"-- {comment(step.text)}"
    if step.traces is not None:
        return "\n".join([title, *checks(step.traces, dialect, step.schemas)]) + "\n"
    if step.change is None or step.before is None:
        return ""
    lines = [
        title,
        "-- Driftboard runs none of this. Read it, and run it yourself as the role that runs migrate.",
    ]
    if dialect is Dialect.POSTGRESQL:
        lines += _postgresql(step.change, step.before, step.schemas)
    else:
        write = _mysql if dialect is Dialect.MYSQL else _sqlite
        lines += write(step.change, step.before)
    return "\n".join(lines) + "\n"


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
    digest = literal(
        hashlib.md5(listing.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest(), dialect
    )
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
    rows_of_key = Counter(row.key for row in before.rows)
    same_rows = Counter(before.rows)
    for row in change.taken:
        number = rows_of_key[row.key] if row.id is None else same_rows[row]
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
        place = identifier(table.on(dialect.limit), dialect)
        yield f"ALTER TABLE {place} DROP COLUMN {identifier(column[: dialect.limit], dialect)};"
    tables = [identifier(table.on(dialect.limit), dialect) for table in change.dropped_tables]
    if tables and dialect is Dialect.POSTGRESQL:  # together: they may refer to each other
        yield f"DROP TABLE {', '.join(tables)};"
    else:
        yield from (f"DROP TABLE {table};" for table in tables)


def _rows(before: History) -> str:
    return count(len(before.rows), "row")


def _postgresql(change: RowChange, before: History, schemas: tuple[str, ...]) -> Iterator[str]:
    dialect = Dialect.POSTGRESQL
    gives_ids = any(row.id is None for row in change.put)
    body = [
        *_raise_unless(_guards(change, before, dialect), CHANGED.format(rows=_rows(before))),
        *(_sequence_guard() if gives_ids else ()),
        *(f"  {line}" for line in (*_changes(change, dialect), *_drops(change, dialect))),
        *_raise_unless(_assertions(change, before, dialect), WRONG),
    ]
    tag = "$driftboard$"
    while any(tag in line for line in body):
        tag = tag[:-1] + "_$"
    if gives_ids:
        yield "-- It stops where the sequence of the ids is behind the rows, as after a restore. Then this first:"
        remedy = ("BEGIN;", search_path(schemas), SET_SEQUENCE, "COMMIT;") if schemas else (SET_SEQUENCE,)
        yield f"-- {' '.join(remedy)}"
    yield "BEGIN;"
    if schemas:
        yield f"-- Everything below works in {comment(listed(schemas))}, and in no other schema."
        yield search_path(schemas)
    yield f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE;"
    yield f"DO {tag}"
    yield from ("DECLARE", "  next_id bigint;") if gives_ids else ()
    yield "BEGIN"
    yield from body
    yield f"END {tag};"
    yield "COMMIT;"


def _sequence_guard() -> Iterator[str]:
    """The lines that stop the script before the database gives an id that a row has already."""
    sequence = f"pg_get_serial_sequence('{TABLE}', 'id')"
    message = literal(BEHIND, Dialect.POSTGRESQL)
    yield f"  IF {sequence} IS NOT NULL THEN"
    yield "    EXECUTE format('SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM %s',"
    yield f"      {sequence}) INTO next_id;"
    yield f"    IF next_id <= (SELECT max(id) FROM {TABLE}) THEN"
    yield f"      RAISE EXCEPTION USING MESSAGE = {message};"
    yield "    END IF;"
    yield "  END IF;"


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
    if drops:
        verb = plural(len(drops), "is", "are")
        yield "COMMIT;"
        yield f"-- What is dropped {verb} in no transaction: here DDL commits at once. It comes first, so that the rows"
        yield "-- stay where it fails."
        yield from drops
        yield "START TRANSACTION;"
        yield f"SELECT count(*) FROM {TABLE} FOR UPDATE;"
    yield from _changes(change, dialect)
    yield from _fail_unless(_assertions(change, before, dialect), messages[1])
    yield "COMMIT;"
    yield "DROP TEMPORARY TABLE driftboard_stop;"


def _fail_unless(conditions: Iterable[str], message: str) -> Iterator[str]:
    """Statements that end with an error where a condition is false: the message is a duplicate then."""
    for condition in conditions:
        text = literal(message, Dialect.MYSQL)
        yield f"INSERT INTO driftboard_stop SELECT {text} FROM DUAL WHERE NOT ({condition});"
