"""
What changed in the file of one migration between two releases.

A dependency on a setting equals the same setting, and also the migration that it stands for: `("__setting__",
"AUTH_USER_MODEL")` in one release and `users.__first__` in the other are the same if the setting is `users.User`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.difference.operations import OperationChanges, operation_changes
from app.domain.keys import FIRST, SETTING, MigrationKey
from app.domain.release import Migration, Release

FlagChange = tuple[bool, bool]
"""The value before and the value after."""
Keys = Sequence[MigrationKey]


@dataclass(frozen=True, slots=True)
class KeyChanges:
    """What a list of keys gained and lost, sorted."""

    added: tuple[MigrationKey, ...] = ()
    removed: tuple[MigrationKey, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Edit:
    """
    What changed in one migration. An edit is false when no change is known.

    `initial` and `atomic` are None when they did not change. `operations.compared` tells whether every operation could
    be compared, so an edit that is false may still hide a change if it is False.
    """

    key: MigrationKey
    dependencies: KeyChanges = field(default_factory=KeyChanges)
    run_before: KeyChanges = field(default_factory=KeyChanges)
    replaces: KeyChanges = field(default_factory=KeyChanges)
    operations: OperationChanges = field(default_factory=OperationChanges)
    initial: FlagChange | None = None
    atomic: FlagChange | None = None

    def __bool__(self) -> bool:
        return bool(
            self.dependencies
            or self.run_before
            or self.replaces
            or self.operations
            or self.initial
            or self.atomic
        )

    @property
    def decides_order(self) -> bool:
        """Whether the edit may change the order in which migrations run."""
        return bool(self.dependencies or self.run_before)


def edit_of(
    before: Release,
    after: Release,
    old: Migration,
    new: Migration,
    *,
    renamed: Mapping[MigrationKey, MigrationKey] | None = None,
) -> Edit:
    """
    The changes from migration `old` of release `before` to migration `new` of release `after`.

    `renamed` maps the old key of a renamed migration to its new key; the two count as the same dependency.
    """
    renamed = renamed or {}
    old_dependencies = [renamed.get(key, key) for key in old.dependencies]
    return Edit(
        new.key,
        dependencies=_changes(before, after, old_dependencies, new.dependencies),
        run_before=_changes(before, after, old.run_before, new.run_before),
        replaces=_changes(before, after, old.replaces, new.replaces),
        operations=operation_changes(old.operations, new.operations),
        initial=_flag_change(is_initial(old), is_initial(new)),
        atomic=_flag_change(old.atomic, new.atomic),
    )


def is_initial(migration: Migration) -> bool:
    """
    Whether `migrate --fake-initial` may skip a migration.

    `initial` decides if the file sets it. Otherwise a migration without a dependency in its own app is initial.
    """
    if migration.initial is not None:
        return migration.initial
    return all(key.app_label != migration.key.app_label for key in migration.dependencies)


def resolved_reference(release: Release, key: MigrationKey) -> MigrationKey:
    """The dependency that a setting stands for in its release; any other key unchanged."""
    label = release.app_of(key)
    return MigrationKey(label, FIRST) if label and key.app_label == SETTING else key


def _flag_change(old: bool, new: bool) -> FlagChange | None:  # noqa: FBT001 - values of the files, not switches
    return None if old == new else (old, new)


def _changes(before: Release, after: Release, old: Keys, new: Keys) -> KeyChanges:
    if tuple(old) == tuple(new):
        return KeyChanges()
    removed, added = set(old) - set(new), set(new) - set(old)
    removed_references = {resolved_reference(before, key) for key in removed}
    added_references = {resolved_reference(after, key) for key in added}
    return KeyChanges(
        tuple(sorted(key for key in added if resolved_reference(after, key) not in removed_references)),
        tuple(sorted(key for key in removed if resolved_reference(before, key) not in added_references)),
    )
