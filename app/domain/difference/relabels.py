"""
Apps that have another label in the later release: the same migrations, and Django knows none of their rows.

    before            after
    mfa.0001          accounts_mfa.0001       a row ('mfa', '0001') is no row of accounts_mfa.0001:
    mfa.0002          accounts_mfa.0002       Django would run both again
                      accounts_mfa.0003

A label is the new one of a lost label when it has all its names, and most of the files are the same: their paths, or
their operations.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.difference.operations import operation_changes
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release


@dataclass(frozen=True, slots=True, order=True)
class Relabel:
    """An app with its old and its new label, and the old keys of the migrations that Django would run again, sorted."""

    before: str
    after: str
    keys: tuple[MigrationKey, ...]


def relabels(before: Release, after: Release) -> tuple[Relabel, ...]:
    """The apps that were relabelled, sorted by their old label. Linear in the migrations of lost and new labels."""
    return tuple(_relabels(before, after))


def _relabels(before: Release, after: Release) -> Iterator[Relabel]:
    old_apps, new_apps = _names(before, after), _names(after, before)
    taken: set[str] = set()
    for old, names in sorted(old_apps.items()):
        for new in sorted(new_apps.keys() - taken):
            if names <= new_apps[new]:
                pairs = [
                    (before.migrations[MigrationKey(old, name)], after.migrations[MigrationKey(new, name)])
                    for name in sorted(names)
                ]
                again = tuple(first.key for first, second in pairs if first.key not in second.replaces)
                if again and 2 * sum(_is_same(*pair) for pair in pairs) > len(pairs):
                    taken.add(new)
                    yield Relabel(old, new, again)
                    break


def _names(release: Release, other: Release) -> dict[str, set[str]]:
    """The names of the migrations of each label that the other release does not have."""
    names: dict[str, set[str]] = {}
    for key in release.migrations:
        if key.app_label not in other.apps and key.app_label not in other.unmigrated_apps:
            names.setdefault(key.app_label, set()).add(key.name)
    return names


def _is_same(old: Migration, new: Migration) -> bool:
    """Whether two migrations of one name are the same file: by its path, or by operations that tell."""
    if old.path is not None and old.path == new.path:
        return True
    changes = operation_changes(old.operations, new.operations)
    kinds = [[(one.kind, one.name) for one in migration.operations] for migration in (old, new)]
    has_names = all(name for _, name in kinds[0])
    return bool(old.operations) and (
        (not changes and changes.compared) or (kinds[0] == kinds[1] and has_names)
    )
