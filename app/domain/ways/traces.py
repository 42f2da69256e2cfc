"""
What migrations leave in the schema, table by table, once those that ran later are counted in.

    users.0010  adds unique_id to users_user          users_user has uid, and no row is without a value
    users.0011  renames it to uid
    users.0012  lets no row be without a value

A row that says that users.0010 ran is right where this is so.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.domain.keys import MigrationKey
from app.domain.release import Operation, Release
from app.domain.resolution import declare
from app.domain.schema import Column, SchemaChange, SchemaChangeKind, TableName, schema_changes

BESIDE = re.compile("Index|Constraint|Together|Extension|Collation|AlterField")
"""Matches the kinds that change something beside tables and columns, such as the type of a column."""


@dataclass(frozen=True, slots=True)
class Trace:
    """
    What is left in one table. `is_there` is False for a table that is gone, `is_made` True for one that was made.

    `columns` are there, `gone` are not. Of a table that was made they are all that are known.
    """

    table: TableName
    is_there: bool = True
    is_made: bool = False
    columns: tuple[Column, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """
    What migrations leave, sorted by table. `unknown` is in words what has no name, or is not known by name.

    `is_assumed` says that some names are only Django's default ones.
    """

    tables: tuple[Trace, ...] = ()
    unknown: tuple[str, ...] = ()
    is_assumed: bool = False


def traces_of(
    release: Release, keys: Iterable[MigrationKey], recorded: AbstractSet[MigrationKey] = frozenset()
) -> Traces:
    """What these migrations leave in a database that has run what is recorded beside them."""
    wanted = dict.fromkeys(keys)
    tracing = _Tracing(wanted)
    known = schema_changes(release)
    for key in dict.fromkeys((*declare(release).graph.topological_order, *wanted)):
        migration = release.migrations.get(key)
        if key not in wanted and (key not in recorded or migration is None):
            continue
        if migration is None:
            tracing.unknown[f"whatever {key} does, which has no file in this release"] = None
            continue
        for operation, changes in zip(migration.operations, known[key], strict=True):
            tracing.follow(key, operation, changes)
    return tracing.end()


class _Tracing:
    """The tables while the migrations are followed: the columns of each, None for one that is gone."""

    def __init__(self, wanted: Mapping[MigrationKey, None]) -> None:
        self._wanted = wanted
        self._tables: dict[TableName, dict[str, Column | None] | None] = {}
        self._made: set[TableName] = set()
        self.unknown: dict[str, None] = {}
        self._is_assumed = False

    def follow(
        self, key: MigrationKey, operation: Operation, changes: tuple[SchemaChange, ...] | None
    ) -> None:
        """Count one operation in: as what is looked for, or as what came beside it."""
        if key not in self._wanted:
            for change in changes or ():
                self._pass(change)
            return
        if changes is None:
            changes = _assumed(key, operation)
            self._is_assumed = self._is_assumed or bool(changes)
            is_named = bool(changes)
        else:
            is_named = bool(changes) or not BESIDE.search(operation.kind)
        if not is_named:
            self.unknown[f"{_named(operation)} of {key}"] = None
        for change in changes:
            self._want(change)
            self.unknown |= {f"{field} of {change.table}": None for field in change.unknown}

    def _want(self, change: SchemaChange) -> None:
        """Look for what a change does."""
        columns = self._tables.get(change.table) or {}
        if change.kind is SchemaChangeKind.CREATE_TABLE:
            self._tables[change.table] = {column.name: column for column in change.columns}
            self._made.add(change.table)
        elif change.kind is SchemaChangeKind.DROP_TABLE:
            self._tables[change.table] = None
        elif change.to is not None:
            self._tables |= {change.table: None, change.to: columns}
            self._move_made(change.table, change.to)
        else:
            (column,) = change.columns
            self._tables[change.table] = columns
            if change.kind is SchemaChangeKind.DROP_COLUMN:
                columns[column.name] = None
            elif change.renamed is not None:
                columns |= {change.renamed: replace(columns.get(column.name) or column, name=change.renamed)}
                columns[column.name] = None
            else:
                columns[column.name] = column

    def _pass(self, change: SchemaChange) -> None:
        """Count in what came beside it, where it changes what is looked for."""
        if change.table not in self._tables:
            return
        columns = self._tables[change.table]
        if columns is None or change.kind is SchemaChangeKind.DROP_TABLE:
            del self._tables[change.table]
        elif change.to is not None:
            self._tables[change.to] = self._tables.pop(change.table)
            self._move_made(change.table, change.to)
        else:
            for column in change.columns:
                former = columns.pop(column.name, None)
                if former is not None and change.renamed is not None:
                    columns[change.renamed] = replace(former, name=change.renamed)
                elif former is not None and change.kind is SchemaChangeKind.ALTER_COLUMN:
                    columns[column.name] = column

    def _move_made(self, table: TableName, to: TableName) -> None:
        if table in self._made:
            self._made.remove(table)
            self._made.add(to)

    def end(self) -> Traces:
        """What is looked for in the end."""
        return Traces(
            tuple(
                Trace(
                    table,
                    columns is not None,
                    table in self._made,
                    tuple(column for column in (columns or {}).values() if column),
                    tuple(name for name, column in (columns or {}).items() if column is None),
                )
                for table, columns in sorted(self._tables.items())
            ),
            tuple(self.unknown),
            self._is_assumed,
        )


def _assumed(key: MigrationKey, operation: Operation) -> tuple[SchemaChange, ...]:
    """What an operation makes under Django's default names, where its name is all that is known."""
    model, _, field = (operation.name or "").partition(".")
    table = TableName.of(f"{key.app_label}_{model.lower()}")
    if operation.kind == "CreateModel" and model:
        return (SchemaChange(SchemaChangeKind.CREATE_TABLE, table),)
    if operation.kind == "AddField" and field:
        return (SchemaChange(SchemaChangeKind.ADD_COLUMN, table, (Column(field),)),)
    return ()


def _named(operation: Operation) -> str:
    return f"{operation.kind} {operation.name}" if operation.name else operation.kind
