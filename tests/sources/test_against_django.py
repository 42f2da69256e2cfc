"""The static reading of Django's own apps, held against what Django's loader finds on disk: nothing may differ."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.domain.release import Migration, Release
from app.sources import ReadingOptions, read
from tests.oracle import django_versions as judges

APPS = ("auth", "admin", "contenttypes", "sessions", "sites", "flatpages", "redirects")
SCRIPT = Path(__file__).with_name("disk_migrations.py")


@pytest.fixture(scope="module", params=["4.2", "5.2", "6.0", "6.1"])
def judge(request: pytest.FixtureRequest) -> judges.Judge:
    return judges.judge(request.param)


@pytest.fixture(scope="module")
def on_disk(judge: judges.Judge) -> dict[str, dict[str, Any]]:
    answer = subprocess.run(
        [judge.python, SCRIPT, *(f"django.contrib.{app}" for app in APPS)],
        env=judge.environment(),
        capture_output=True,
        check=True,
    )
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def release(judge: judges.Judge) -> Release:
    return read(
        judge.folder / "django" / "contrib",
        ReadingOptions(django=judge.version, settings={"AUTH_USER_MODEL": "auth.User"}),
    )


def plain(release: Release, migration: Migration) -> dict[str, Any]:
    """A migration in the form in which the script prints it."""
    return {
        "dependencies": sorted({looked_up(release, key) for key in migration.dependencies}),
        "run_before": sorted(set(migration.run_before)),
        "replaces": list(migration.replaces),
        "initial": migration.initial,
        "atomic": migration.atomic,
        "operations": [(operation.kind, operation.reversible) for operation in migration.operations],
    }


def looked_up(release: Release, key: MigrationKey) -> MigrationKey:
    if key.app_label != SETTING:
        return key
    model = release.settings[key.name]
    assert model
    return MigrationKey(model.partition(".")[0], FIRST)


def of_django(found: dict[str, Any]) -> dict[str, Any]:
    pairs = {
        name: [MigrationKey(*key) for key in found[name]]
        for name in ("dependencies", "run_before", "replaces")
    }
    operations = [(kind, reversible) for kind, reversible in found["operations"]]
    return {"initial": found["initial"], "atomic": found["atomic"], "operations": operations, **pairs}


def test_every_migration_of_djangos_own_apps_is_found_and_no_other(release: Release, on_disk: dict[str, Any]):
    assert [str(key) for key in release.migrations if key.app_label in APPS] == sorted(on_disk)
    assert release.apps == set(APPS)


def test_every_fact_of_djangos_own_apps_is_the_same(release: Release, on_disk: dict[str, Any]):
    read_here = {str(key): plain(release, migration) for key, migration in release.migrations.items()}

    assert read_here == {key: of_django(found) for key, found in on_disk.items()}


def test_nothing_of_djangos_own_apps_is_unreadable(release: Release):
    assert release.unreadable == ()
