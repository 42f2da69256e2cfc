"""
One change of a table or a column, and its form in JSON.

    {"does": "create-table", "table": "orders_order", "columns": [{"name": "id", "null": false}]}
    {"does": "add-column", "table": "orders_order", "columns": [{"name": "by_id", "references": "users_user"}]}
    {"does": "rename-column", "table": "orders_order", "columns": [{"name": "total"}], "to": "sum"}

What is not known is left out. The reporter writes the same form.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.json_values import (
    ManifestError,
    boolean,
    boolean_or_null,
    list_of,
    member,
    nonempty_string,
    object_with,
    preview,
    string,
)
from app.domain.schema.table_name import TableName


class SchemaChangeKind(StrEnum):
    """What happens to a table or a column."""

    CREATE_TABLE = "create-table"
    DROP_TABLE = "drop-table"
    RENAME_TABLE = "rename-table"
    ADD_COLUMN = "add-column"
    DROP_COLUMN = "drop-column"
    RENAME_COLUMN = "rename-column"
    ALTER_COLUMN = "alter-column"


OF_A_COLUMN = frozenset(
    {
        SchemaChangeKind.ADD_COLUMN,
        SchemaChangeKind.DROP_COLUMN,
        SchemaChangeKind.RENAME_COLUMN,
        SchemaChangeKind.ALTER_COLUMN,
    }
)
"""The kinds that are of one column."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column: its name, whether it may be without a value, whether its field has a default, the table that it refers to.

    None means that it is not known; of `references`, that it refers to no table. `filled` says whether the database
    itself gives it a value where a row comes without one: told where that is not plain, and ignored by comparisons.
    """

    name: str
    null: bool | None = None
    default: bool | None = None
    references: TableName | None = None
    filled: bool | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """
    One change of a table: its kind, the table under its name before, the columns that are made, dropped or changed.

    `to` is the new name of a renamed table, `renamed` that of a renamed column. `unknown` are the fields of a new table
    whose columns are not known.
    """

    kind: SchemaChangeKind
    table: TableName
    columns: tuple[Column, ...] = ()
    to: TableName | None = None
    renamed: str | None = None
    unknown: tuple[str, ...] = ()


# Writing


def written(changes: Iterable[SchemaChange]) -> str:
    """The changes as one line of JSON."""
    return json.dumps([_object(change) for change in changes], ensure_ascii=False, separators=(",", ":"))


def _object(change: SchemaChange) -> dict[str, object]:
    value: dict[str, object] = {"does": change.kind.value, "table": name_value(change.table)}
    if change.columns:
        value["columns"] = [_column_object(column) for column in change.columns]
    if change.to is not None:
        value["to"] = name_value(change.to)
    if change.renamed is not None:
        value["to"] = change.renamed
    if change.unknown:
        value["unknown"] = list(change.unknown)
    return value


def _column_object(column: Column) -> dict[str, object]:
    value: dict[str, object] = {"name": column.name}
    if column.null is not None:
        value["null"] = column.null
    if column.default is not None:
        value["default"] = column.default
    if column.references is not None:
        value["references"] = name_value(column.references)
    if column.filled is not None:
        value["filled"] = column.filled
    return value


def name_value(name: TableName) -> str | list[object]:
    """The name of a table in JSON: a text, or its three parts where databases shorten it."""
    return name.text if name == TableName(name.text) else [name.text, name.field, name.is_given]


# Reading


def read(text: str) -> tuple[SchemaChange, ...]:
    """The changes that `written` wrote. Raises `ManifestError`."""
    return changes(json.loads(text))


def _change(value: Any) -> SchemaChange:
    object_with(value, ("does", "table"), optional=("columns", "to", "unknown"))
    kind = member(value, "does", _kind)
    to = None
    renamed = None
    if kind is SchemaChangeKind.RENAME_TABLE:
        object_with(value, ("does", "table", "to"))
        to = member(value, "to", table_name)
    elif kind is SchemaChangeKind.RENAME_COLUMN:
        object_with(value, ("does", "table", "columns", "to"))
        renamed = member(value, "to", nonempty_string)
    elif "to" in value:
        raise ManifestError("to", f"is for renaming alone, not for {kind}")
    columns = member(value, "columns", list_of(_column)) if "columns" in value else ()
    if kind in OF_A_COLUMN and len(columns) != 1:
        raise ManifestError("columns", f"must have one column for {kind}")
    return SchemaChange(
        kind,
        member(value, "table", table_name),
        columns,
        to,
        renamed,
        member(value, "unknown", list_of(nonempty_string)) if "unknown" in value else (),
    )


def _kind(value: Any) -> SchemaChangeKind:
    if value not in tuple(SchemaChangeKind):
        raise ManifestError("", f"must be one of {', '.join(SchemaChangeKind)}, not {preview(value)}")
    return SchemaChangeKind(value)


def _column(value: Any) -> Column:
    object_with(value, ("name",), optional=("null", "default", "references", "filled"))
    return Column(
        member(value, "name", nonempty_string),
        member(value, "null", boolean_or_null) if "null" in value else None,
        member(value, "default", boolean_or_null) if "default" in value else None,
        member(value, "references", table_name) if "references" in value else None,
        member(value, "filled", boolean_or_null) if "filled" in value else None,
    )


def table_name(value: Any) -> TableName:
    """The reader of a name of a table. Raises `ManifestError`."""
    if type(value) is not list:
        return TableName(string(value))
    if len(value) != 3:
        raise ManifestError("", f"must be a text, or two texts and true or false, not {preview(value)}")
    return TableName(string(value[0]), string(value[1]), boolean(value[2]))


changes = list_of(_change)
"""The reader of the changes of one operation. Raises `ManifestError`."""
