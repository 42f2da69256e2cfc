"""
A project read by its text, with every app that its settings install, held against what Django has loaded.

`python -m tests.real.reading [heavy]` prints the table of docs/sources.md, as measured now.
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
    """The project and every app that its settings install, as a user reads it who gives nothing but where they lie."""
    folder = project.folder(version)
    return read(
        folder / project.package,
        ReadingOptions(
            settings={"module": f"tests.real.settings.{project.settings}"}, roots=(folder, CHECKOUT)
        ),
    )


def facts(release: Release, migration: Migration) -> dict[str, object]:
    """What must be the same; a setting is looked up, as Django's own export has done where it cannot tell."""
    return {
        "dependencies": sorted({resolve_setting(release, key) for key in migration.dependencies}),
        "run_before": sorted(set(migration.run_before)),
        "replaces": migration.replaces,
        "initial": migration.initial,
        "atomic": migration.atomic,
    }


def resolve_setting(release: Release, key: MigrationKey) -> MigrationKey:
    model = release.settings.get(key.name) if key.app_label == SETTING else None
    return MigrationKey(model.partition(".")[0], FIRST) if model else key


def migrations_agree(here: Release, found: Migration, there: Release, load_release: Migration) -> bool:
    """Whether all is the same, but for the operations that the reading itself calls unreadable or not known."""
    if facts(here, found) != facts(there, load_release):
        return False
    if len(found.operations) != len(load_release.operations):
        return any(operation.kind == UNREADABLE for operation in found.operations)
    return all(map(operations_agree, found.operations, load_release.operations))


def operations_agree(read_here: Operation, load_release: Operation) -> bool:
    """Whether they say the same wherever both say something."""
    if read_here.kind not in (load_release.kind, UNREADABLE):
        return False
    pairs = (
        (getattr(read_here, said), getattr(load_release, said))
        for said in ("name", "reversible", "elidable", "fingerprint")
    )
    return all(one is None or other is None or one == other for one, other in pairs)


def disagreements(found: Release, load_release: Release) -> Iterator[Migration]:
    """The migrations of both that do not agree."""
    for key in found.migrations.keys() & load_release.migrations.keys():
        if not migrations_agree(found, found.migrations[key], load_release, load_release.migrations[key]):
            yield found.migrations[key]


def is_named(found: Release, migration: Migration) -> bool:
    """Whether the reading has named this file, or a setting that it depends on."""
    if any(place.path == migration.path for place in found.unreadable):
        return True
    open_settings = {
        key.name
        for key in migration.dependencies
        if key.app_label == SETTING and key.name not in found.settings
    }
    return any(
        f"the setting {name} is" in place.reason for name in open_settings for place in found.unreadable
    )


def line(project: Project, folder: Path) -> str:
    """One row of the table, of the last version."""
    version = project.versions[-1]
    django = load_release(project, version, folder / f"{project}.sqlite3")
    found = read_project(project, version)
    unlike = list(disagreements(found, django))
    silent = [one for one in unlike if not is_named(found, one)]
    missed = django.migrations.keys() - found.migrations.keys()
    cells = (
        f"{project} {version}",
        len(django.migrations),
        edges(django),
        len(django.apps),
        len(unlike) - len(silent),
        len(silent) + len(missed),
    )
    return f"| {' | '.join(map(str, cells))} |"


def edges(release: Release) -> int:
    """Dependencies, `run_before` and `replaces` of all migrations."""
    return sum(
        len(one.dependencies) + len(one.run_before) + len(one.replaces) for one in release.migrations.values()
    )


def main() -> None:
    """Print the table."""
    print(HEAD, "|---" + "|--:" * (HEAD.count(" |") - 1) + "|", sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for project in (*LEAN, *HEAVY) if "heavy" in sys.argv[1:] else LEAN:
            print(line(project, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
