"""Releases that differ in one thing, and what was found of it."""

from dataclasses import replace

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Operation, Release, Unreadable
from tests.build import key, release

V1_1 = release("users: 1 < 9", "orders: 1 @users.9 < 2")
V1_2 = release("users: 1 < 9 < 10", "orders: 1 @users.9 @users.10 < 2")


def operation(kind="RunPython", name=None, sign=None):
    return Operation(kind, name, True, False, sign * 16 if sign else None)


def doing(made: Release, **of) -> Release:
    """The same release with operations: `orders_1=[…]`."""
    by_key = {key(name.replace("_", ".", 1)): tuple(operations) for name, operations in of.items()}
    return changed(made, lambda one: replace(one, operations=by_key.get(one.key, one.operations)))


def changed(made: Release, change, **facts) -> Release:
    kept = {
        name: getattr(made, name)
        for name in ("django", "settings", "unmigrated_apps", "unreadable", "complete")
    }
    return Release.of((change(one) for one in made.migrations.values()), **{**kept, **facts})


def keys(*names: str) -> tuple[MigrationKey, ...]:
    return tuple(key(name) for name in names)


def edges(found) -> dict[tuple[str, str], str]:
    return {(str(edge.child), str(edge.parent)): edge.effect.value for edge in found.edges}


def swapping(model: str | None, *dependencies: MigrationKey) -> Release:
    settings = {} if model is None else {"AUTH_USER_MODEL": model}
    return changed(
        release("auth: 1", "users: 1", "orders: 1"),
        lambda one: replace(one, dependencies=dependencies) if one.key == key("orders.1") else one,
        settings=settings,
    )


SWAPPED = MigrationKey(SETTING, "AUTH_USER_MODEL")


def partly(made: Release, *unreadable: str, **facts) -> Release:
    places = tuple(Unreadable(path, 3, "a call") for path in unreadable)
    return changed(made, lambda one: one, complete=False, unreadable=places, **facts)
