"""
A migration that was edited after its release: what its file says now and did not say then, under the same key.

A dependency that a setting decides is compared by the setting, or by what it stands for: `("__setting__",
"AUTH_USER_MODEL")` in one release and `users.__first__` in the other are the same where the setting is `users.User`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.difference.operations import OperationChanges, operation_changes
from app.domain.keys import FIRST, SETTING, MigrationKey
from app.domain.release import Migration, Release

Flags = tuple[bool, bool]
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
    What changed in one migration; `initial` and `atomic` are before and after, None where they are the same.

    It is false where nothing is known to differ; `operations.compared` then says whether all of it was compared.
    """

    key: MigrationKey
    dependencies: KeyChanges = field(default_factory=KeyChanges)
    run_before: KeyChanges = field(default_factory=KeyChanges)
    replaces: KeyChanges = field(default_factory=KeyChanges)
    operations: OperationChanges = field(default_factory=OperationChanges)
    initial: Flags | None = None
    atomic: Flags | None = None

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
        """Whether what runs before what has changed."""
        return bool(self.dependencies or self.run_before)


def edit_of(
    before: Release,
    after: Release,
    old: Migration,
    new: Migration,
    *,
    renamed: Mapping[MigrationKey, MigrationKey] | None = None,
) -> Edit:
    """What is another in `new` than in `old`; `renamed` are keys that mean the same under a new name."""
    renamed = renamed or {}
    as_now = [renamed.get(key, key) for key in old.dependencies]
    return Edit(
        new.key,
        dependencies=_changes(before, after, as_now, new.dependencies),
        run_before=_changes(before, after, old.run_before, new.run_before),
        replaces=_changes(before, after, old.replaces, new.replaces),
        operations=operation_changes(old.operations, new.operations),
        initial=_flags(is_initial(old), is_initial(new)),
        atomic=_flags(old.atomic, new.atomic),
    )


def is_initial(migration: Migration) -> bool:
    """Whether `--fake-initial` may pass it over: it says so, or says nothing and needs nothing of its own app."""
    if migration.initial is not None:
        return migration.initial
    return all(key.app_label != migration.key.app_label for key in migration.dependencies)


def resolved_reference(release: Release, key: MigrationKey) -> MigrationKey:
    """What a dependency stands for: a setting looked up in its release, everything else as it is."""
    label = release.app_of(key)
    return MigrationKey(label, FIRST) if label and key.app_label == SETTING else key


def _flags(old: bool, new: bool) -> Flags | None:  # noqa: FBT001 - values of the files, not switches
    return None if old == new else (old, new)


def _changes(before: Release, after: Release, old: Keys, new: Keys) -> KeyChanges:
    if tuple(old) == tuple(new):
        return KeyChanges()
    lost, gained = set(old) - set(new), set(new) - set(old)
    meant_by_lost = {resolved_reference(before, key) for key in lost}
    meant_by_gained = {resolved_reference(after, key) for key in gained}
    return KeyChanges(
        tuple(sorted(key for key in gained if resolved_reference(after, key) not in meant_by_lost)),
        tuple(sorted(key for key in lost if resolved_reference(before, key) not in meant_by_gained)),
    )
