"""The squashes of a release, and those of its migrations that were squashes in another release."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution import declare

Replaces = Mapping[MigrationKey, tuple[MigrationKey, ...]]
"""For each squash, what it replaces."""


@dataclass(frozen=True, slots=True)
class Squash:
    """
    A squash of a release.

    `replaces` is the list of its file; once that has none, the list of the newest other release that has one:
    `has_replaces` is False then. `replaced` are the same migrations, those that they replaced in their turn, and so on,
    sorted. `files` are those of `replaced` whose files the release still has. `dependents` are the migrations that name
    one of `replaced` as what they need or run before, sorted; without the squash itself and what it replaced.
    `lost` are what one of `files` needs outside of them and the squash does not need without them, sorted: a fresh
    database could run the squash before it. `overlapping` are other squashes of the release that replace some of the
    same migrations, where neither replaces the other, sorted: a fresh database would run both.
    """

    key: MigrationKey
    replaces: tuple[MigrationKey, ...]
    has_replaces: bool
    replaced: tuple[MigrationKey, ...]
    files: tuple[MigrationKey, ...]
    dependents: tuple[MigrationKey, ...]
    lost: tuple[MigrationKey, ...] = ()
    overlapping: tuple[MigrationKey, ...] = ()


def squashes_of(release: Release, known: Sequence[Release] = ()) -> tuple[Squash, ...]:
    """
    Return the squashes of a release, sorted by key.

    `known` are other releases of the project, oldest first: what has `replaces` there and none here was a squash, if
    the files of what it replaced are gone too. Linear in the migrations of all of them.
    """
    former: dict[MigrationKey, tuple[MigrationKey, ...]] = {
        squash.key: squash.replaces for other in known for squash in other.squashes
    }
    declared = {squash.key: squash.replaces for squash in release.squashes}
    every = former | declared
    own = {
        key: replaces
        for key, replaces in every.items()
        if key in release.migrations
        if key in declared or release.migrations.keys().isdisjoint(replaces)
    }
    replaced = {key: _expanded(every, key) for key in own}
    dependents = _dependents(release, frozenset().union(*replaced.values()))
    return tuple(
        _squash(release, key, replaces, replaced, dependents, has_replaces=key in declared)
        for key, replaces in sorted(own.items())
    )


def _squash(  # noqa: PLR0913 - all that a squash is made of
    release: Release,
    key: MigrationKey,
    replaces: tuple[MigrationKey, ...],
    replaced_by: Mapping[MigrationKey, AbstractSet[MigrationKey]],
    dependents: Mapping[MigrationKey, Sequence[MigrationKey]],
    *,
    has_replaces: bool,
) -> Squash:
    replaced = replaced_by[key]
    outside = {child for each in replaced for child in dependents.get(each, ())} - replaced - {key}
    files = tuple(sorted(each for each in replaced if each in release.migrations))
    overlapping = (
        other
        for other, others in replaced_by.items()
        if other != key and not others.isdisjoint(replaced) and other not in replaced and key not in others
    )
    return Squash(
        key,
        replaces,
        has_replaces,
        tuple(sorted(replaced)),
        files,
        tuple(sorted(outside)),
        _lost(release, key, files) if files else (),
        tuple(sorted(overlapping)),
    )


def _lost(release: Release, squash: MigrationKey, files: Sequence[MigrationKey]) -> tuple[MigrationKey, ...]:
    """What the squash would not follow any more once these files are gone."""
    parents = declare(release).graph.parents
    gone = frozenset(files)
    needed = {parent for file in files for parent in parents[file]} - gone - {squash}
    reached: set[MigrationKey] = set()
    stack = [squash] if needed else []
    while stack:
        for parent in parents[stack.pop()] - gone - reached:
            reached.add(parent)
            stack.append(parent)
    return tuple(sorted(needed - reached))


def _expanded(every: Replaces, squash: MigrationKey) -> AbstractSet[MigrationKey]:
    """All that a squash replaces, itself or through squashes that it replaces, without itself."""
    reached: set[MigrationKey] = set()
    stack = list(every[squash])
    while stack:
        key = stack.pop()
        if key not in reached and key != squash:
            reached.add(key)
            stack += every.get(key, ())
    return reached


def _dependents(
    release: Release, replaced: AbstractSet[MigrationKey]
) -> Mapping[MigrationKey, Sequence[MigrationKey]]:
    """For each of these keys, the migrations that name it."""
    dependents: dict[MigrationKey, list[MigrationKey]] = {}
    for migration in release.migrations.values():
        for key in _named(migration):
            if key in replaced:
                dependents.setdefault(key, []).append(migration.key)
    return dependents


def _named(migration: Migration) -> Iterable[MigrationKey]:
    return (*migration.dependencies, *migration.run_before)
