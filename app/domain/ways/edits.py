"""Releases as they are after an edit of a file, and the places of the files."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from app.domain.english import listed
from app.domain.keys import MigrationKey
from app.domain.outcome.outside import OutsideEdge
from app.domain.release import Migration, Release
from app.domain.ways.way import Step, StepKind

Part = Literal["dependencies", "run_before"]
"""Where a file names an edge."""


def path_of(migration: Migration) -> str:
    """Where the file is, or where Django has it by default."""
    return migration.path or f"{migration.key.app_label}/migrations/{migration.key.name}.py"


def edited(
    release: Release, migrations: Iterable[Migration] = (), without: Iterable[MigrationKey] = ()
) -> Release:
    """The release with these files in place of those of the same keys, and without some others."""
    by_key = dict(release.migrations) | {migration.key: migration for migration in migrations}
    for key in without:
        by_key.pop(key, None)
    return replace(release, migrations=MappingProxyType(dict(sorted(by_key.items()))))


def without_edge(release: Release, child: MigrationKey, parent: MigrationKey) -> Step | None:
    """The edit that takes an edge out of the file that names it; None where no file does."""
    steps = without_edges(release, ((child, parent),))
    return steps[0] if steps else None


def without_edges(release: Release, edges: Iterable[OutsideEdge]) -> tuple[Step, ...] | None:
    """
    The edits that take these edges out, file by file; None where no file names one of them.

    The last step has the release that is edited: they hold together.
    """
    gone: dict[tuple[MigrationKey, Part], dict[MigrationKey, None]] = {}
    named: dict[tuple[MigrationKey, Part], frozenset[MigrationKey]] = {}
    for child, parent in edges:
        places: tuple[tuple[tuple[MigrationKey, Part], MigrationKey], ...] = (
            ((child, "dependencies"), parent),
            ((parent, "run_before"), child),
        )
        for place, entry in places:
            if place not in named:
                named[place] = frozenset(_entries(release, *place))
            if entry in named[place]:
                gone.setdefault(place, {})[entry] = None
                break
        else:
            return None
    changed: dict[MigrationKey, Migration] = {}
    steps: list[Step] = []
    for (key, part), entries in gone.items():
        kept = tuple(each for each in _entries(release, key, part) if each not in entries)
        file = changed.get(key) or release.migrations[key]
        is_parent = part == "dependencies"
        changed[key] = replace(file, dependencies=kept) if is_parent else replace(file, run_before=kept)
        words = listed(repr(tuple(entry)) for entry in entries)
        steps.append(Step(StepKind.CODE, f"In {path_of(changed[key])}, take {words} out of {part}."))
    after = edited(release, changed.values())
    return (*steps[:-1], *(replace(step, edited=after) for step in steps[-1:]))


def _entries(release: Release, key: MigrationKey, part: Part) -> tuple[MigrationKey, ...]:
    migration = release.migrations.get(key)
    if migration is None:
        return ()
    return migration.dependencies if part == "dependencies" else migration.run_before


def shipped(release: Release, source: Release, keys: Iterable[MigrationKey]) -> Release | None:
    """The release with these files of another one, and with those that they need; None where it has not got them."""
    waiting, found = list(keys), dict[MigrationKey, Migration]()
    while waiting:
        key = waiting.pop()
        if key in found or key in release.migrations:
            continue
        if key not in source.migrations:
            return None
        found[key] = source.migrations[key]
        waiting += [needed for needed in found[key].dependencies if needed in source.migrations]
    return edited(release, found.values()) if found else None
