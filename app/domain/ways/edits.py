"""Releases as they are after an edit of a file, and the places of the files."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from app.domain.keys import MigrationKey
from app.domain.outcome.outside import OutsideEdge
from app.domain.release import Migration, Release
from app.domain.ways.way import Step, StepKind


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
    migration, other = release.migrations.get(child), release.migrations.get(parent)
    if migration is not None and parent in migration.dependencies:
        kept = tuple(key for key in migration.dependencies if key != parent)
        changed, entry, part = replace(migration, dependencies=kept), parent, "dependencies"
    elif other is not None and child in other.run_before:
        kept = tuple(key for key in other.run_before if key != child)
        changed, entry, part = replace(other, run_before=kept), child, "run_before"
    else:
        return None
    text = f"In {path_of(changed)}, take {tuple(entry)!r} out of {part}."
    return Step(StepKind.CODE, text, edited=edited(release, (changed,)))


def without_edges(release: Release, edges: Iterable[OutsideEdge]) -> tuple[Step, ...] | None:
    """The edits that take these edges out, one after another; None where no file names one of them."""
    steps: list[Step] = []
    for child, parent in edges:
        step = without_edge(release, child, parent)
        if step is None or step.edited is None:
            return None
        release = step.edited
        steps.append(step)
    return tuple(steps)


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
