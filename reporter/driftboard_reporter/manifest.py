"""A project as a text: manifest format 1, the same to the letter as the dashboard would write it."""

from __future__ import annotations

import ast
import json
from itertools import repeat
from typing import Any, Iterable

import django
from django.apps import apps
from django.conf import settings

from driftboard_reporter import source
from driftboard_reporter.errors import ReportError
from driftboard_reporter.operations import operations
from driftboard_reporter.project import Project
from driftboard_reporter.swappable import USER_MODEL, Swappable, pair

FORMAT = "driftboard-release/1"


def text(project: Project, *, name: str, label: str | None, commit: str | None) -> str:
    """The manifest, a line for each migration. Raises `ReportError` for a migration that no manifest can tell of."""
    swappable = Swappable()
    lines = [_json(_migration(project, key, swappable)) for key in sorted(project.migrations)]
    content = {
        "format": FORMAT,
        "project": name,
        "label": label,
        "commit": commit,
        "django": django.get_version(),
        "settings": dict(sorted({**_settings(project), **_deciding(swappable)}.items())),
        "unmigrated_apps": sorted(project.unmigrated_apps),
    }
    head = ",\n ".join(f"{_json(member)}: {_json(value)}" for member, value in content.items())
    body = ",\n  ".join(lines)
    return f'{{{head},\n "migrations": [\n  {body}]}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _migration(project: Project, key: tuple[str, str], swappable: Swappable) -> dict[str, Any]:
    found = project.migrations[key]
    module = project.module(key)
    said = source.read(module) if module else None
    stated = said.elements("dependencies") if said else None
    expressions: Iterable[ast.expr | None] = repeat(None)
    if stated is not None and len(stated) == len(found.dependencies):
        expressions = stated
    written = {
        "app": key[0],
        "name": key[1],
        "dependencies": _pairs(key, map(swappable.dependency, found.dependencies, expressions)),
        "run_before": _pairs(key, map(pair, found.run_before)),
        "replaces": _pairs(key, map(pair, found.replaces)),
        "initial": None if found.initial is None else bool(found.initial),
        "atomic": bool(found.atomic),
        "operations": operations(found.operations, said),
    }
    path = source.path(module) if module else None
    return written if path is None else {**written, "path": path}


def _pairs(key: tuple[str, str], pairs: Iterable[list[str] | None]) -> list[list[str]]:
    found = []
    for one in pairs:
        if one is None:
            message = (
                "refers to something that is no pair of an app label and a name; Django cannot use it either"
            )
            raise ReportError(f"The migration {'.'.join(key)} {message}.")
        found.append(one)
    return found


def _settings(project: Project) -> dict[str, str | None]:
    """What explains a release. Of the databases the aliases alone: hosts and passwords never leave the project."""
    labels = [configuration.label for configuration in apps.get_app_configs()]
    elsewhere = settings.MIGRATION_MODULES
    modules = {
        label: elsewhere[label] for label in sorted({*labels, *_keys(elsewhere)}) if label in elsewhere
    }
    return {
        "module": project.settings_module or None,
        "INSTALLED_APPS": ",".join(labels),
        USER_MODEL: settings.AUTH_USER_MODEL,
        "MIGRATION_MODULES": json.dumps(modules, sort_keys=True, separators=(",", ":")),
        "USE_TZ": str(settings.USE_TZ),
        "DATABASES": ",".join(sorted({"default", *settings.DATABASES})),
        "DATABASE_ROUTERS": str(len(settings.DATABASE_ROUTERS)),
    }


def _keys(elsewhere: Any) -> Iterable[str]:
    """The labels of MIGRATION_MODULES; some projects have an object there that answers for every label."""
    return elsewhere if isinstance(elsewhere, dict) else ()


def _deciding(swappable: Swappable) -> dict[str, str]:
    return {name: swappable.values[name] for name in swappable.used}
