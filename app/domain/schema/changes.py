"""
What each migration of a release changes in tables and columns.

The reporter has asked Django; of a release that was read from source the declarations are replayed, in the order in
which the migrations run.
"""

from collections.abc import Mapping

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Operation, Release
from app.domain.schema import change, declaration
from app.domain.schema.models import Models
from app.domain.schema.replay import Changes, replayed
from app.domain.schema.running_order import FIRST, running_orders

NAME = "schema changes"


def schema_changes(release: Release) -> Mapping[MigrationKey, tuple[Changes | None, ...]]:
    """The changes of each operation of each migration; None where they are not known."""
    if NAME not in release.derived:
        release.derived[NAME] = _schema_changes(release)
    return release.derived[NAME]  # type: ignore[no-any-return]


def _schema_changes(release: Release) -> Mapping[MigrationKey, tuple[Changes | None, ...]]:
    replays = _replays(release) if any(map(_is_declared, release.migrations.values())) else {}
    return {
        key: replays.get(key) or tuple(_reported(operation) for operation in migration.operations)
        for key, migration in release.migrations.items()
    }


def _is_declared(migration: Migration) -> bool:
    return any(operation.declaration is not None for operation in migration.operations)


def _reported(operation: Operation) -> Changes | None:
    return None if operation.schema is None else change.read(operation.schema)


def models_at_end(release: Release) -> tuple[Models, frozenset[str]] | None:
    """
    The models once every migration has run, and the labels of the apps of which not all are known.

    None where a release states nothing of its models, as one that the reporter told.
    """
    if not any(map(_is_declared, release.migrations.values())):
        return None
    models = Models(release.model_of)
    orders = _orders(release)
    missing = release.migrations.keys() - {key for order in orders for key in order}
    open_apps = {key.app_label for key in missing}
    for key in map(MigrationKey._make, orders[0]):
        for stated in map(_declared, release.migrations[key].operations):
            replayed(models, key.app_label, stated)
            if stated is None or _is_open(stated):
                open_apps.add(key.app_label)
    return models, frozenset(open_apps)


def _is_open(stated: declaration.Declaration) -> bool:
    """Whether an operation leaves the models open: it, or one within it that is of the state, could not be read."""
    return stated.is_unread or any(each is None or _is_open(each) for each in stated.state)


def _replays(release: Release) -> dict[MigrationKey, tuple[Changes | None, ...]]:
    """The changes of each migration for which there is an order."""
    found: dict[MigrationKey, tuple[Changes | None, ...]] = {}
    for order in _orders(release):
        models = Models(release.model_of)
        for key in map(MigrationKey._make, order):
            changes = tuple(
                replayed(models, key.app_label, _declared(operation))
                for operation in release.migrations[key].operations
            )
            found.setdefault(key, changes)
    return found


def _orders(release: Release) -> list[list[tuple[str, str]]]:
    migrations = release.migrations
    return running_orders(
        {
            key: [_named(release, name) for name in migration.dependencies]
            for key, migration in migrations.items()
        },
        {key: migration.run_before for key, migration in migrations.items()},
        {key: migration.replaces for key, migration in migrations.items()},
    )


def _declared(operation: Operation) -> declaration.Declaration | None:
    return None if operation.declaration is None else declaration.read(operation.declaration)


def _named(release: Release, name: MigrationKey) -> tuple[str, str]:
    """A dependency, where it is a setting as the first migration of the app of its model."""
    return (release.app_of(name), FIRST) if name.app_label == SETTING else name
