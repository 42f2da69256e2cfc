"""Short forms for the way back: releases of operations as texts of migration files state them, and what is said."""

from app.domain.difference.consequences import ReleaseNames
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Operation, Release
from app.domain.rollback import Rollback
from app.domain.schema import declaration
from app.domain.schema.declaration import Declaration
from tests.build import history

NAMES = ReleaseNames("v1", "v2")


def op(stated: Declaration, name: str | None = None, *, reversible: bool | None = True) -> Operation:
    """An operation as it is read from source: what it states, and its name."""
    if name is None:
        name = ".".join(filter(None, (stated.model, stated.name))) or None
    return Operation(stated.kind, name, reversible, declaration=declaration.written(stated))


def bare(
    kind: str, name: str | None = None, *, reversible: bool | None = True, schema: str | None = None
) -> Operation:
    """An operation of which nothing is stated; `schema` is what the reporter told of it."""
    return Operation(kind, name, reversible, schema=schema)


def step(key: str, *operations: Operation, after: str = "", replaces: str = "") -> Migration:
    return Migration(
        MigrationKey.parse(key),
        tuple(map(MigrationKey.parse, after.split())),
        replaces=tuple(map(MigrationKey.parse, replaces.split())),
        operations=operations,
    )


def way(old: list[Migration], new: list[Migration], *rows: str, **facts) -> Rollback:
    """The way back to a release with the old migrations from one with the old and the new ones."""
    recorded = rows or tuple(str(each.key) for each in old)
    return Rollback(
        Release.of(old, **facts),
        Release.of([*old, *new], **facts),
        history(*recorded) if recorded else History(),
    )
