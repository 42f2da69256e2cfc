"""
The tables and columns that migrations make, as far as their operations tell.

A release knows what an operation changes by its model and field. What Django calls its table and column by default is
said; whether a model or a field names them otherwise is not known here, and is said too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.english import listed
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Operation, Release

MAKING = frozenset({"CreateModel", "AddField"})
"""The kinds of operations that make a table or a column, and run again once that is dropped."""

MOST_NAMES = 3
"""A sentence names this many migrations and counts the others."""

DEFAULT_NAMES = (
    "These are Django's default names: models may have others; a foreign key's column ends with _id."
)
"""What is to be known of every table and column that is named."""

CODE = frozenset({"RunPython", "RunSQL"})
"""The kinds that have no name: what they do is code."""


@dataclass(frozen=True, slots=True)
class Made:
    """What migrations make: tables, columns of other tables (table and column), and what is not known by name."""

    tables: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything in words: `table orders_order`, `column unique_id of users_user`, `RunPython of users.0010`."""
        return (
            *(f"table {table}" for table in self.tables),
            *(f"column {column} of {table}" for table, column in self.columns),
            *self.unknown,
        )


def made_by(release: Release, keys: Iterable[MigrationKey]) -> Made:
    """What these migrations make. Columns of a table that they make themselves come with it."""
    tables: dict[str, None] = {}
    columns: dict[tuple[str, str], None] = {}
    unknown: dict[str, None] = {}
    for key in keys:
        migration = release.migrations.get(key)
        if migration is None:
            unknown[f"whatever {key} does, which has no file in this release"] = None
        for operation in migration.operations if migration else ():
            model, _, field = (operation.name or "").partition(".")
            table = f"{key.app_label}_{model.lower()}"
            if operation.kind == "CreateModel" and model:
                tables[table] = None
            elif operation.kind == "AddField" and field:
                columns[table, field] = None
            else:
                unknown[f"{_named(operation)} of {key}"] = None
    return Made(tuple(tables), tuple(column for column in columns if column[0] not in tables), tuple(unknown))


def _named(operation: Operation) -> str:
    return f"{operation.kind} {operation.name}" if operation.name else operation.kind


def schema_check(release: Release, keys: Iterable[MigrationKey]) -> str:
    """The sentence that says what must be there before rows say that these migrations ran."""
    made = made_by(release, keys)
    if not made.names:
        return "Look at the schema: what these migrations do has no name in their files."
    text = f"Look whether all of it is there: {listed(made.names)}."
    return f"{text} {DEFAULT_NAMES}" if made.tables or made.columns else text


def there_already(keys: Iterable[MigrationKey]) -> str:
    """When rows may be put in for these migrations without running them."""
    return f"What running {listed(keys, MOST_NAMES)} would do is in this database already: tables, columns, and data."


def is_repeatable(migrations: Iterable[Migration]) -> bool:
    """Whether each operation makes a table or a column by a known name, or runs code."""
    return all(
        operation.kind in CODE or (operation.kind in MAKING and operation.name is not None)
        for migration in migrations
        for operation in migration.operations
    )
