"""Releases whose operations are known to change these tables and columns, from a few words."""

from dataclasses import replace

from app.domain.release import Operation, Release
from app.domain.schema import Column, SchemaChange, SchemaChangeKind, TableName
from app.domain.schema.change import written


def made(table: str, *columns: Column | str) -> SchemaChange:
    return SchemaChange(SchemaChangeKind.CREATE_TABLE, TableName.of(table), tuple(map(column, columns)))


def column(text: Column | str) -> Column:
    """A column; `name!` lets no row be without a value, `name>table` refers to a table."""
    if isinstance(text, Column):
        return text
    name, _, table = text.rstrip("!").partition(">")
    return Column(name, null=not text.endswith("!"), references=TableName.of(table) if table else None)


def dropped(table: str) -> SchemaChange:
    return SchemaChange(SchemaChangeKind.DROP_TABLE, TableName.of(table))


def moved(table: str, to: str) -> SchemaChange:
    return SchemaChange(SchemaChangeKind.RENAME_TABLE, TableName.of(table), to=TableName.of(to))


def changed(kind: str, table: str, text: str, to: str | None = None) -> SchemaChange:
    """A change of a column: `changed("add-column", "o", "price!")`."""
    return SchemaChange(SchemaChangeKind(kind), TableName.of(table), (column(text),), renamed=to)


def does(kind: str, *changes: SchemaChange, name: str | None = None) -> Operation:
    return Operation(kind, name, reversible=True, schema=written(changes))


def code(name: str = "RunPython") -> Operation:
    return Operation(name, reversible=True)


def with_operations(release: Release, **operations: tuple[Operation, ...]) -> Release:
    """The release with operations; `a_1` stands for the key a.1."""
    migrations = {
        migration.key: replace(migration, operations=operations.get("_".join(migration.key), ()))
        for migration in release.migrations.values()
    }
    return replace(release, migrations=migrations)
