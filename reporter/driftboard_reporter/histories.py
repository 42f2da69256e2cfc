"""
The histories of the project's databases, read through its own connections: the rows of each django_migrations table.

Nothing is written. Each look is a transaction that is read-only where the database has such, and is rolled back. The
table is never made, as Django's own recorder would make it, nor is the file of a SQLite database.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any, Iterable, Iterator

from django.conf import settings
from django.db import connections, transaction

from driftboard_reporter.errors import ReportError

TABLE = "django_migrations"
WRAPPERS_WITHOUT_DATABASE = "django.db.backends.dummy"
MAX_ROWS = 500_000
"""A dashboard takes no more, and a table with more is hardly one of Django's."""

SCHEMAS_PER_LOOK = 100
"""A transaction keeps a lock of each table that it has read, and a server has room for some thousands."""

PREPARATIONS = {
    "postgresql": (
        "SET TRANSACTION READ ONLY",
        "SET LOCAL lock_timeout = '5s'",
        "SET LOCAL statement_timeout = '30s'",
        "SET LOCAL timezone = 'UTC'",
        "SET LOCAL datestyle = 'ISO'",
        "SET LOCAL row_security = off",
    ),
    "mysql": ("SET TRANSACTION READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON",),
}
"""What is said to each kind of database before its rows are read."""

APPLIED = {
    "postgresql": "applied::text",
    "mysql": "CAST(applied AS CHAR)",
    "sqlite": "CAST(applied AS TEXT)",
}
"""The time of a row as text, in the words of the database: the dashboard's own reading gives the same."""

SCHEMAS_QUERY = r"""SELECT n.nspname, EXISTS (SELECT 1 FROM pg_catalog.pg_class AS c
  WHERE c.relnamespace = n.oid AND c.relname = 'django_migrations' AND c.relkind IN ('r', 'p', 'f'))
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' ORDER BY n.nspname"""


@dataclass(frozen=True)
class Selection:
    """
    What is read: the aliases of `databases`, all where it is empty; in PostgreSQL the `schemas`, names and globs.

    With `tenants` those that django-tenants knows are read too. Without schemas a database has one table.
    """

    databases: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    tenants: bool = False


def read(selection: Selection) -> tuple[list[dict[str, Any]], list[str]]:
    """
    Each history in the form of the dashboard, and a sentence for each database that could not be read.

    Raises `ReportError` for an alias that the settings do not have, and where there is no history at all.
    """
    histories: list[dict[str, Any]] = []
    problems = []
    for alias in _aliases(selection):
        found, problem = _attempt(alias, selection)
        histories += found
        if problem:
            problems.append(problem)
    if not histories:
        raise ReportError(" ".join(problems) or "The settings name no database.")
    return histories, problems


def _attempt(alias: str, selection: Selection) -> tuple[list[dict[str, Any]], str]:
    """The histories of one database, or none and why."""
    try:
        return list(_of_database(alias, selection)), ""
    except ReportError as error:
        return [], str(error)
    except Exception as error:  # noqa: BLE001 - the others are read; the text of a driver may hold a host or a user
        return [], (
            f"The history of {alias} cannot be read ({type(error).__name__}); "
            f"manage.py showmigrations --database {alias} says more."
        )


def _aliases(selection: Selection) -> tuple[str, ...]:
    known = sorted(settings.DATABASES)
    for alias in selection.databases:
        if alias not in known:
            raise ReportError(
                f"There is no database {alias} in DATABASES: {', '.join(known) or 'it has none'}."
            )
    named = tuple(dict.fromkeys(selection.databases))
    return named or tuple(alias for alias in known if _engine(alias) not in ("", WRAPPERS_WITHOUT_DATABASE))


def _engine(alias: str) -> str:
    return str(settings.DATABASES[alias].get("ENGINE", ""))


def _of_database(alias: str, selection: Selection) -> Iterator[dict[str, Any]]:
    connection = connections[alias]
    if connection.vendor == "sqlite" and not _has_file(connection):
        yield _history(alias, "", None)
        return
    tenants = _tenants(alias) if selection.tenants else ()
    if connection.vendor == "postgresql" and (selection.schemas or tenants):
        yield from _of_schemas(alias, selection.schemas, tenants)
        return
    with _look(alias) as cursor:
        has_table = TABLE in connection.introspection.table_names(cursor)
        yield _history(alias, "", _rows(cursor, connection.vendor, TABLE) if has_table else None)


def _of_schemas(alias: str, patterns: Iterable[str], tenants: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The history of each schema that a pattern or a tenant names. Raises `ReportError` where a pattern names none."""
    with _look(alias) as cursor:
        cursor.execute(SCHEMAS_QUERY)
        has_table = dict(cursor.fetchall())
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in has_table):
            raise ReportError(f"The database {alias} has no schema {pattern}.")
    names = [name for name in has_table if any(fnmatchcase(name, pattern) for pattern in patterns)]
    names = sorted({*names, *tenants})
    for start in range(0, len(names), SCHEMAS_PER_LOOK):
        with _look(alias) as cursor:
            for name in names[start : start + SCHEMAS_PER_LOOK]:
                quoted = '"{}".{}'.format(name.replace('"', '""'), TABLE)
                rows = _rows(cursor, "postgresql", quoted) if has_table.get(name) else None
                yield _history(alias, name, rows)


def _tenants(alias: str) -> tuple[str, ...]:
    """The schemas that django-tenants knows, with the shared one; none in another database than that of the tenants."""
    try:
        utils = import_module("django_tenants.utils")
    except ImportError:
        raise ReportError(
            "--tenants asks django-tenants, which is not installed here; name the --schema."
        ) from None
    if alias != utils.get_tenant_database_alias():
        return ()
    with _look(alias):
        names = list(utils.get_tenant_model().objects.using(alias).values_list("schema_name", flat=True))
    return (utils.get_public_schema_name(), *names)


@contextmanager
def _look(alias: str) -> Iterator[Any]:
    """A cursor in a transaction that writes nothing and is rolled back."""
    connection = connections[alias]
    try:
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                for statement in PREPARATIONS.get(connection.vendor, ()):
                    cursor.execute(statement)
                yield cursor
            transaction.set_rollback(True, using=alias)
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")


def _rows(cursor: Any, vendor: str, table: str) -> list[list[Any]]:
    """The rows of a table. Raises `ReportError` where there are too many."""
    applied = APPLIED.get(vendor, "applied")
    limit = f" LIMIT {MAX_ROWS + 1}" if vendor in APPLIED else ""
    cursor.execute(f"SELECT id, app, name, {applied} FROM {table} ORDER BY id{limit}")  # noqa: S608 - quoted above
    rows = cursor.fetchmany(MAX_ROWS + 1)
    if len(rows) > MAX_ROWS:
        raise ReportError(
            f"{table} has more than {MAX_ROWS:,} rows, and a dashboard takes no more of a table."
        )
    return [[id_, app, name, None if moment is None else str(moment)] for id_, app, name, moment in rows]


def _history(alias: str, schema: str, rows: list[list[Any]] | None) -> dict[str, Any]:
    """A history in the form of the dashboard; without `rows` there is no table."""
    return {"database": alias, "schema": schema, "has_table": rows is not None, "rows": rows or []}


def _has_file(connection: Any) -> bool:
    """Whether a SQLite database is there: connecting to it would make its file."""
    name = os.fspath(connection.settings_dict["NAME"])
    return ":memory:" in name or name.startswith("file:") or os.path.exists(name)  # noqa: PTH110
