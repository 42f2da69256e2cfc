"""Releases that differ in one thing, and short forms of their differences."""

from dataclasses import replace

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Operation, Release, Unreadable
from tests.build import key, release

V1_1 = release("users: 1 < 9", "orders: 1 @users.9 < 2")
V1_2 = release("users: 1 < 9 < 10", "orders: 1 @users.9 @users.10 < 2")


def operation(kind="RunPython", name=None, sign=None):
    return Operation(kind, name, True, False, sign * 16 if sign else None)


def doing(original: Release, **of) -> Release:
    """The same release with operations: `orders_1=[…]`."""
    by_key = {key(name.replace("_", ".", 1)): tuple(operations) for name, operations in of.items()}
    return changed(
        original,
        lambda migration: replace(migration, operations=by_key.get(migration.key, migration.operations)),
    )


def changed(original: Release, change, **facts) -> Release:
    unchanged = {
        name: getattr(original, name)
        for name in ("django", "settings", "unmigrated_apps", "unreadable", "complete")
    }
    return Release.of(
        (change(migration) for migration in original.migrations.values()), **{**unchanged, **facts}
    )


def keys(*names: str) -> tuple[MigrationKey, ...]:
    return tuple(key(name) for name in names)


def edges(difference) -> dict[tuple[str, str], str]:
    return {(str(edge.child), str(edge.parent)): edge.effect.value for edge in difference.edges}


def swapping(model: str | None, *dependencies: MigrationKey) -> Release:
    settings = {} if model is None else {"AUTH_USER_MODEL": model}
    return changed(
        release("auth: 1", "users: 1", "orders: 1"),
        lambda migration: (
            replace(migration, dependencies=dependencies) if migration.key == key("orders.1") else migration
        ),
        settings=settings,
    )


SWAPPED = MigrationKey(SETTING, "AUTH_USER_MODEL")


def partly(original: Release, *unreadable: str, **facts) -> Release:
    errors = tuple(Unreadable(path, 3, "a call") for path in unreadable)
    return changed(original, lambda migration: migration, complete=False, unreadable=errors, **facts)
