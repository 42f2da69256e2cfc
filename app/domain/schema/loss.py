"""
Which migrations drop a table or a column, and what is in it with them.

What is known of tables and columns decides: a `DeleteModel` of a model that Django does not manage drops nothing, and
neither does one that only changes the state. Where nothing is known the kind of the operation does. Of `RunSQL` and
`RunPython` nothing is said.
"""

from collections.abc import Iterable

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Operation, Release
from app.domain.schema import declaration
from app.domain.schema.change import SchemaChangeKind
from app.domain.schema.changes import schema_changes
from app.domain.schema.declaration import Declaration
from app.domain.schema.replay import Changes

DROPPING = frozenset({SchemaChangeKind.DROP_TABLE, SchemaChangeKind.DROP_COLUMN})
MAKING = frozenset({SchemaChangeKind.CREATE_TABLE, SchemaChangeKind.ADD_COLUMN})

DROPPING_KINDS = frozenset({"RemoveField", "DeleteModel"})
"""The operations that drop something, where no more is known of them."""

MAKING_KINDS = frozenset({"AddField", "CreateModel"})
"""The operations that make something, which goes when they are unapplied, where no more is known of them."""

STANDARD_KINDS = frozenset(
    {
        *(
            "AddConstraint",
            "AddIndex",
            "AlterConstraint",
            "AlterField",
            "AlterIndexTogether",
            "AlterModelManagers",
        ),
        *(
            "AlterModelOptions",
            "AlterModelTable",
            "AlterModelTableComment",
            "AlterUniqueTogether",
            "RemoveConstraint",
        ),
        *("RemoveIndex", "RenameField", "RenameIndex", "RenameModel", "RunPython", "RunSQL"),
    }
)
"""The operations of Django that never drop a table or a column. Of these nothing need be worked out."""


def dropping(release: Release, keys: Iterable[MigrationKey]) -> frozenset[MigrationKey]:
    """The migrations among `keys` that drop a table or a column when they run."""
    return _touching(release, keys, DROPPING, DROPPING_KINDS, MAKING_KINDS)


def dropping_backwards(release: Release, keys: Iterable[MigrationKey]) -> frozenset[MigrationKey]:
    """The migrations among `keys` that drop a table or a column when they are unapplied: those that made it."""
    return _touching(release, keys, MAKING, MAKING_KINDS, DROPPING_KINDS)


def _touching(
    release: Release,
    keys: Iterable[MigrationKey],
    changes: frozenset[SchemaChangeKind],
    kinds: frozenset[str],
    other_kinds: frozenset[str],
) -> frozenset[MigrationKey]:
    harmless = STANDARD_KINDS | other_kinds
    migrations = [release.migrations[key] for key in keys if key in release.migrations]
    open_ones = [one for one in migrations if any(each.kind not in harmless for each in one.operations)]
    known = schema_changes(release) if open_ones else {}
    return frozenset(one.key for one in open_ones if _is_touching(one, known[one.key], changes, kinds))


def _is_touching(
    migration: Migration,
    known: tuple[Changes | None, ...],
    changes: frozenset[SchemaChangeKind],
    kinds: frozenset[str],
) -> bool:
    return any(
        _by_kind(operation, kinds) if found is None else any(change.kind in changes for change in found)
        for operation, found in zip(migration.operations, known, strict=True)
    )


def _by_kind(operation: Operation, kinds: frozenset[str]) -> bool:
    if operation.declaration is None:
        return operation.kind in kinds
    return _is_stated(declaration.read(operation.declaration), kinds)


def _is_stated(stated: Declaration, kinds: frozenset[str]) -> bool:
    """Whether an operation, or one within it that acts on the database, is of these kinds."""
    inner = any(each is not None and _is_stated(each, kinds) for each in stated.database)
    return inner or stated.kind in kinds
