"""The code of a project in the stages of a squash's life, as a release of ours and as texts that Django runs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release

Files = dict[str, dict[str, str]]


def texts(release: Release, made: dict[MigrationKey, tuple[MigrationKey, ...]]) -> Files:
    """The text of every migration. Each makes a table; a squash makes those of the migrations in `made`."""
    files: Files = {label: {} for label in ("a", "b", "c")}
    for migration in release.migrations.values():
        key = migration.key
        operations = ", ".join(
            f"migrations.CreateModel('{table(each)}', fields=[('id', models.AutoField(primary_key=True))])"
            for each in made.get(key, (key,))
        )
        files[key.app_label][key.name] = (
            "from django.db import migrations, models\n"
            "class Migration(migrations.Migration):\n"
            f"    dependencies = {[tuple(each) for each in migration.dependencies]}\n"
            f"    replaces = {[tuple(each) for each in migration.replaces]}\n"
            f"    operations = [{operations}]\n"
        )
    return files


def table(key: MigrationKey) -> str:
    return f"{key.app_label}{key.name}"


def tables(made: Iterable[MigrationKey]) -> list[str]:
    return sorted(f"{key.app_label}_{table(key)}" for key in made)


def without_files(release: Release, squash: MigrationKey, gone: Iterable[MigrationKey]) -> Release:
    """The release as Django's documentation has it next: the files are gone, and what needed them needs the squash."""
    lost = frozenset(gone)

    def moved(key: MigrationKey) -> MigrationKey:
        return squash if key in lost else key

    return _release(
        release,
        (
            replace(migration, dependencies=tuple(dict.fromkeys(map(moved, migration.dependencies))))
            for migration in release.migrations.values()
            if migration.key not in lost
        ),
    )


def without_replaces(release: Release, squash: MigrationKey) -> Release:
    """The release once `replaces` is gone too."""
    return _release(
        release,
        (
            replace(migration, replaces=()) if migration.key == squash else migration
            for migration in release.migrations.values()
        ),
    )


def without(release: Release, keys: Iterable[MigrationKey]) -> Release:
    """The release before these migrations were written."""
    left_out = frozenset(keys)
    return _release(release, (each for each in release.migrations.values() if each.key not in left_out))


def _release(release: Release, migrations: Iterable[Migration], **facts: Any) -> Release:
    return Release.of(migrations, django=release.django, **facts)
