"""The text of a manifest, in format 1, to the letter as the dashboard would write it."""

from __future__ import annotations

import ast
import json
from itertools import repeat
from typing import TYPE_CHECKING, Any, Iterable

import django
from django.apps import apps
from django.conf import settings

from driftboard_reporter import source
from driftboard_reporter.errors import ReportError
from driftboard_reporter.operations import operations
from driftboard_reporter.project import Project
from driftboard_reporter.schema import schema_changes
from driftboard_reporter.swappable import USER_MODEL, Swappable, pair

if TYPE_CHECKING:
    from driftboard_reporter.schema import Changes

FORMAT = "driftboard-release/1"


def text(
    project: Project, *, name: str, label: str | None, commit: str | None, with_schema: bool = True
) -> str:
    """
    The manifest, with a line for each migration. Raises `ReportError` for a key that no manifest can hold.

    `with_schema` is False to leave out what the operations do to tables and columns.
    """
    swappable = Swappable()
    schema = schema_changes(project.migrations, project.unmigrated_apps) if with_schema else {}
    lines = [
        _json(_migration(project, key, swappable, schema.get(key))) for key in sorted(project.migrations)
    ]
    content = {
        "format": FORMAT,
        "project": name,
        "label": label,
        "commit": commit,
        "django": django.get_version(),
        "settings": dict(sorted({**_settings(project), **_models(swappable)}.items())),
        "unmigrated_apps": sorted(project.unmigrated_apps),
    }
    head = ",\n ".join(f"{_json(name)}: {_json(value)}" for name, value in content.items())
    body = ",\n  ".join(lines)
    return f'{{{head},\n "migrations": [\n  {body}]}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _migration(
    project: Project, key: tuple[str, str], swappable: Swappable, schema: list[Changes | None] | None
) -> dict[str, Any]:
    """One migration in the form of the manifest."""
    migration = project.migrations[key]
    module = project.module(key)
    module_source = source.read(module) if module else None
    elements = module_source.elements("dependencies") if module_source else None
    expressions: Iterable[ast.expr | None] = repeat(None)
    if elements is not None and len(elements) == len(migration.dependencies):
        expressions = elements
    members = {
        "app": key[0],
        "name": key[1],
        "dependencies": _pairs(key, map(swappable.dependency, migration.dependencies, expressions)),
        "run_before": _pairs(key, map(pair, migration.run_before)),
        "replaces": _pairs(key, map(pair, migration.replaces)),
        "initial": None if migration.initial is None else bool(migration.initial),
        "atomic": bool(migration.atomic),
        "operations": operations(migration.operations, module_source, schema or []),
    }
    path = source.path(module) if module else None
    return members if path is None else {**members, "path": path}


def _pairs(key: tuple[str, str], pairs: Iterable[list[str] | None]) -> list[list[str]]:
    """The pairs, where none of them is None. Raises `ReportError`, which names the migration by its `key`."""
    checked_pairs = []
    for app_and_name in pairs:
        if app_and_name is None:
            message = (
                "refers to something that is no pair of an app label and a name; Django cannot use it either"
            )
            raise ReportError(f"The migration {'.'.join(key)} {message}.")
        checked_pairs.append(app_and_name)
    return checked_pairs


def _settings(project: Project) -> dict[str, str | None]:
    """The settings that explain a release. Databases appear as aliases: no host or password leaves the project."""
    labels = [configuration.label for configuration in apps.get_app_configs()]
    migration_modules = settings.MIGRATION_MODULES
    package_by_label = {
        label: migration_modules[label]
        for label in sorted({*labels, *_keys(migration_modules)})
        if label in migration_modules
    }
    return {
        "module": project.settings_module or None,
        "INSTALLED_APPS": ",".join(labels),
        USER_MODEL: settings.AUTH_USER_MODEL,
        "MIGRATION_MODULES": json.dumps(package_by_label, sort_keys=True, separators=(",", ":")),
        "USE_TZ": str(settings.USE_TZ),
        "DATABASES": ",".join(sorted({"default", *settings.DATABASES})),
        "DATABASE_ROUTERS": str(len(settings.DATABASE_ROUTERS)),
    }


def _keys(migration_modules: Any) -> Iterable[str]:
    """The labels of MIGRATION_MODULES; none where a project has an object there that answers for every label."""
    return migration_modules if isinstance(migration_modules, dict) else ()


def _models(swappable: Swappable) -> dict[str, str]:
    """The settings that dependencies name, with their models."""
    return {name: swappable.values[name] for name in swappable.used}
