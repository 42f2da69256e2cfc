"""
Run inside a Django project: print its release as a manifest, as Django itself has loaded it.

    cd checkout && DJANGO_SETTINGS_MODULE=shop.settings python -m app.jobs.demo.export shop v1.2 <commit>

The only module of Driftboard that imports Django.
"""

import os
import sys
from collections.abc import Iterable
from typing import Any

import django  # type: ignore[import-untyped]
from django.conf import settings  # type: ignore[import-untyped]
from django.db.migrations.loader import MigrationLoader  # type: ignore[import-untyped]

from app.domain.keys import SETTING, MigrationKey
from app.domain.manifest import dumps
from app.domain.release import Migration, Operation, Release


def release(project: str, label: str, commit: str) -> Release:
    """Every migration on disk, before `replaces` and `__first__` are settled; no database is asked."""
    django.setup()
    loader = MigrationLoader(None)
    return Release.of(
        (_migration(found) for found in loader.disk_migrations.values()),
        django=django.get_version(),
        project=project,
        label=label,
        commit=commit,
        settings={
            "module": os.environ["DJANGO_SETTINGS_MODULE"],
            "AUTH_USER_MODEL": settings.AUTH_USER_MODEL,
        },
        unmigrated_apps=frozenset(loader.unmigrated_apps),
    )


def _migration(found: Any) -> Migration:
    return Migration(
        MigrationKey(found.app_label, found.name),
        dependencies=_keys(found.dependencies),
        run_before=_keys(found.run_before),
        replaces=_keys(found.replaces),
        initial=found.initial,
        atomic=found.atomic,
        operations=tuple(
            Operation(type(operation).__name__, getattr(operation, "name", None), operation.reversible)
            for operation in found.operations
        ),
    )


def _keys(pairs: Iterable[tuple[str, str]]) -> tuple[MigrationKey, ...]:
    return tuple(_key(pair) for pair in pairs)


def _key(pair: tuple[str, str]) -> MigrationKey:
    """What `swappable_dependency` made goes back to its setting; Django keeps its value, `users.User`."""
    if getattr(pair, "setting", None) == settings.AUTH_USER_MODEL:
        return MigrationKey(SETTING, "AUTH_USER_MODEL")
    return MigrationKey(*pair)


if __name__ == "__main__":
    sys.stdout.write(dumps(release(*sys.argv[1:])))
