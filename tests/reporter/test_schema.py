"""
Tables and columns: what the reporter and the source say, held against what real `migrate` makes of a project with one
of everything that decides their names.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.keys import MigrationKey
from app.domain.manifest import loads
from app.domain.release import Release
from app.domain.schema import schema_changes
from app.sources import ReadingOptions, read
from tests.oracle import django_versions as judges
from tests.oracle.django_versions import Judge
from tests.real.schemas import SCRIPT, Count, Tables, counted
from tests.reporter import shop, tables
from tests.servers.postgres import PostgresServer

DRIVERS = str(judges.CHECKOUT / ".judges" / "drivers")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tables.made(tmp_path / "checkout")


def reported(judge: Judge, folder: Path, **variables: str) -> Release:
    done = shop.run(judge, folder, "--settings", "shop.settings", **variables)
    assert done.returncode == 0, done.stderr
    return loads(done.stdout)


def stated(folder: Path) -> Release:
    return read(folder, ReadingOptions(django="5.2", settings={"module": "shop.settings"}))


def migrated(
    judge: Judge, folder: Path, *words: str, **variables: str
) -> Iterator[tuple[MigrationKey, Tables]]:
    variables["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    done = shop.script(judge, folder, SCRIPT, *words, **variables)
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        label, name, found = json.loads(line)
        yield MigrationKey(label, name), found


def judged(release: Release, steps: list[tuple[MigrationKey, Tables]], vendor: str) -> Count:
    count = counted(release, steps, vendor)
    assert count.wrong == []
    return count


@pytest.mark.parametrize(
    ("version", "words"), [("3.2", ()), ("6.1", ("originals",))], ids=["squashed", "originals"]
)
def test_both_readers_say_what_migrate_does_on_sqlite(project: Path, version: str, words: tuple[str, ...]):
    judge = judges.judge(version)
    steps = list(migrated(judge, project, *words))

    for release, unknown in (
        (reported(judge, project), {}),
        (
            stated(project),
            {"CreateModel": 1},
        ),  # a model for which a setting of an unknown value may name another
    ):
        count = judged(release, steps, "sqlite")
        assert (count.code, dict(count.unknown)) == (2, {"SeparateDatabaseAndState": 1, **unknown})
        assert count.right > 40
        assert count.unknown_columns == 0


def test_both_readers_say_what_migrate_does_on_postgresql(project: Path, postgres: PostgresServer):
    """Its names are shorter than those of SQLite."""
    judge = judges.judge("5.2")
    url = postgres.create_database("reporter_tables")
    steps = list(migrated(judge, project, REAL_POSTGRES=url))
    postgres.drop_database("reporter_tables")

    assert any(len(name) == 63 for _, found in steps for name in found)
    for release in (reported(judge, project, REAL_POSTGRES=url), stated(project)):
        assert judged(release, steps, "postgresql").right > 40


def test_both_readers_say_the_same_and_each_django_does(judge: Judge, project: Path):
    said, read_here = (told(release) for release in (reported(judge, project), stated(project)))

    assert {place for place in said if said[place] != read_here[place]} == {("people.0001_initial", 1)}
    assert (said["people.0001_initial", 1], read_here["people.0001_initial", 1]) == ([], None)


def told(release: Release) -> dict[tuple[str, int], list[str] | None]:
    """The changes of each operation in words; tables have no order among each other."""
    return {
        (str(key), number): None if changes is None else sorted(map(str, changes))
        for key, operations in schema_changes(release).items()
        for number, changes in enumerate(operations)
    }


def test_without_the_schema_the_manifest_is_as_it_was(either: Judge, project: Path):
    with_it = reported(either, project)
    done = shop.run(either, project, "--settings", "shop.settings", "--no-schema")
    without = loads(done.stdout)

    assert '"schema"' not in done.stdout
    assert without == with_it
    assert without.fingerprint == with_it.fingerprint
