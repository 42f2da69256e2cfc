"""
A release read from the source of a project, compared with the release that Django loads.

`python -m tests.real.reading [heavy]` prints the table of docs/sources.md, measured anew.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.domain.release import Migration, Operation, Release
from app.sources import ReadingOptions, read
from tests.real.histories import load_release
from tests.real.projects import CHECKOUT, HEAVY, LEAN, Project

UNREADABLE = "unreadable"
HEAD = "| project | migrations | edges | apps | differences named | silent |"


def read_project(project: Project, version: str) -> Release:
    """The release of a version with every installed app, read with the folders and the settings module alone."""
    folder = project.folder(version)
    return read(
        folder / project.package,
        ReadingOptions(
            settings={"module": f"tests.real.settings.{project.settings}"}, roots=(folder, CHECKOUT)
        ),
    )


def facts(release: Release, migration: Migration) -> dict[str, object]:
    """What must agree. Dependencies on a setting are resolved: the export from Django has them resolved already."""
    return {
        "dependencies": sorted({resolve_setting(release, key) for key in migration.dependencies}),
        "run_before": sorted(set(migration.run_before)),
        "replaces": migration.replaces,
        "initial": migration.initial,
        "atomic": migration.atomic,
    }


def resolve_setting(release: Release, key: MigrationKey) -> MigrationKey:
    """The first migration of the app to which a setting points, for a dependency on a setting; else the key."""
    model = release.settings.get(key.name) if key.app_label == SETTING else None
    return MigrationKey(model.partition(".")[0], FIRST) if model else key


def migrations_agree(
    read_release: Release, migration: Migration, django_release: Release, django_migration: Migration
) -> bool:
    """Whether two migrations agree, apart from operations that the reading reports as unreadable or unknown."""
    if facts(read_release, migration) != facts(django_release, django_migration):
        return False
    if len(migration.operations) != len(django_migration.operations):
        return any(operation.kind == UNREADABLE for operation in migration.operations)
    return all(map(operations_agree, migration.operations, django_migration.operations))


def operations_agree(operation: Operation, django_operation: Operation) -> bool:
    """Whether two operations have the same value in every field that is known of both."""
    if operation.kind not in (django_operation.kind, UNREADABLE):
        return False
    pairs = (
        (getattr(operation, field), getattr(django_operation, field))
        for field in ("name", "reversible", "elidable", "fingerprint")
    )
    return all(value is None or expected is None or value == expected for value, expected in pairs)


def disagreements(release: Release, django_release: Release) -> Iterator[Migration]:
    """The migrations of `release` that do not agree with those of the same key in `django_release`."""
    for key in release.migrations.keys() & django_release.migrations.keys():
        migration = release.migrations[key]
        if not migrations_agree(release, migration, django_release, django_release.migrations[key]):
            yield migration


def is_reported(release: Release, migration: Migration) -> bool:
    """Whether the reading reports this file as unreadable, or a setting that it depends on as unknown."""
    if any(entry.path == migration.path for entry in release.unreadable):
        return True
    open_settings = {
        key.name
        for key in migration.dependencies
        if key.app_label == SETTING and key.name not in release.settings
    }
    return any(
        f"the setting {name} is" in entry.reason for name in open_settings for entry in release.unreadable
    )


def line(project: Project, folder: Path) -> str:
    """The row of one project, for its last version."""
    version = project.versions[-1]
    django_release = load_release(project, version, folder / f"{project}.sqlite3")
    release = read_project(project, version)
    differences = list(disagreements(release, django_release))
    silent = [migration for migration in differences if not is_reported(release, migration)]
    missing = django_release.migrations.keys() - release.migrations.keys()
    cells = (
        f"{project} {version}",
        len(django_release.migrations),
        edges(django_release),
        len(django_release.apps),
        len(differences) - len(silent),
        len(silent) + len(missing),
    )
    return f"| {' | '.join(map(str, cells))} |"


def edges(release: Release) -> int:
    """The number of dependencies, `run_before` and `replaces` of all migrations."""
    return sum(
        len(migration.dependencies) + len(migration.run_before) + len(migration.replaces)
        for migration in release.migrations.values()
    )


def main() -> None:
    """Print the table."""
    print(HEAD, "|---" + "|--:" * (HEAD.count(" |") - 1) + "|", sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for project in (*LEAN, *HEAVY) if "heavy" in sys.argv[1:] else LEAN:
            print(line(project, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
