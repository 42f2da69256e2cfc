"""
A release as a JSON text.

`dumps` and `loads` speak manifest format 1, an export of every app that a project has installed. `freeze`
and `thaw` keep a release of any kind, also what format 1 cannot say: that not every app is covered, and what
could not be read. Both pairs are canonical: one release, one text. Both readers are strict, and name what is
wrong by its path: `migrations[3].dependencies[0]: …`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from app.domain.json_values import (
    ManifestError,
    at,
    each,
    flag,
    flag_or_null,
    members,
    name_of,
    parsed,
    shown,
    string,
    string_or_null,
)
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import SETTING_DEFAULTS, VERSION, Migration, Operation, Release, Unreadable

FORMAT = "driftboard-release/1"
FROZEN = "driftboard-frozen/1"
PLAIN = ("format", "project", "label", "commit", "django", "settings", "unmigrated_apps", "migrations")
MIGRATION = ("app", "name", "dependencies", "run_before", "replaces", "initial", "atomic", "operations")
OPERATION = ("kind", "reversible")
OF_OPERATION = ("name", "elidable", "fingerprint")
"""What an operation may say beside; what it does not say is not known."""

FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def dumps(release: Release) -> str:
    """
    The manifest of a release in format 1, indented by nothing, a line for each migration.

    Raises `ValueError` for a release that format 1 cannot tell: one read from a directory.
    """
    if not release.complete or release.unreadable:
        message = "a manifest tells of every installed app; this release was read from a directory"
        raise ValueError(message)
    content = {"format": FORMAT, **_facts(release)}
    head = ",\n ".join(f"{_json(name)}: {_json(value)}" for name, value in content.items())
    lines = ",\n  ".join(_json(_written(migration)) for migration in release.migrations.values())
    return f'{{{head},\n "migrations": [\n  {lines}]}}\n'


def loads(text: str) -> Release:
    """Read a manifest of format 1. Raises `ManifestError`."""
    content = members(parsed(text), PLAIN, form=FORMAT)
    release = _release(content)
    for place, migration in enumerate(content["migrations"]):
        for number, (label, name) in enumerate(migration["dependencies"]):
            if label == SETTING and name not in release.settings and name not in SETTING_DEFAULTS:
                path = f"migrations[{place}].dependencies[{number}]"
                raise ManifestError(path, f"depends on the setting {name}, which is not in settings")
    return release


def freeze(release: Release) -> str:
    """One line of canonical JSON that keeps all of a release."""
    content = {
        "format": FROZEN,
        **_facts(release),
        "complete": release.complete,
        "unreadable": [[place.path, place.line, place.reason] for place in release.unreadable],
        "migrations": [_written(migration) for migration in release.migrations.values()],
    }
    return json.dumps(content, separators=(",", ":"), sort_keys=True)


def thaw(text: str) -> Release:
    """Read back what `freeze` wrote. Raises `ManifestError`."""
    content = members(parsed(text), (*PLAIN, "complete", "unreadable"), form=FROZEN)
    complete = at(content, "complete", flag)
    unreadable = at(content, "unreadable", each(_place))
    return _release(content, complete=complete, unreadable=unreadable)


# Writing


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _facts(release: Release) -> dict[str, object]:
    return {
        "project": release.project,
        "label": release.label,
        "commit": release.commit,
        "django": release.django,
        "settings": dict(sorted(release.settings.items())),
        "unmigrated_apps": sorted(release.unmigrated_apps),
    }


def _written(migration: Migration) -> dict[str, object]:
    written: dict[str, object] = {
        "app": migration.key.app_label,
        "name": migration.key.name,
        "dependencies": migration.dependencies,
        "run_before": migration.run_before,
        "replaces": migration.replaces,
        "initial": migration.initial,
        "atomic": migration.atomic,
        "operations": [_said(operation) for operation in migration.operations],
    }
    if migration.path is not None:
        written["path"] = migration.path
    return written


def _said(operation: Operation) -> dict[str, object]:
    said: dict[str, object] = {"kind": operation.kind}
    if operation.name is not None:
        said["name"] = operation.name
    said["reversible"] = operation.reversible
    if operation.elidable is not None:
        said["elidable"] = operation.elidable
    if operation.fingerprint is not None:
        said["fingerprint"] = operation.fingerprint
    return said


# Reading


def _release(content: Mapping[str, Any], **facts: Any) -> Release:
    migrations = at(content, "migrations", each(_migration))
    places: dict[MigrationKey, int] = {}
    for place, migration in enumerate(migrations):
        if migration.key in places:
            problem = f"{migration.key} is there twice, first as migrations[{places[migration.key]}]"
            raise ManifestError(f"migrations[{place}]", problem)
        places[migration.key] = place
    return Release.of(
        migrations,
        django=at(content, "django", _version),
        project=at(content, "project", string),
        label=at(content, "label", string_or_null),
        commit=at(content, "commit", string_or_null),
        settings=at(content, "settings", _settings),
        unmigrated_apps=frozenset(at(content, "unmigrated_apps", each(_label))),
        **facts,
    )


def _migration(value: Any) -> Migration:
    members(value, MIGRATION, optional=("path",))
    return Migration(
        MigrationKey(at(value, "app", _label), at(value, "name", name_of)),
        dependencies=at(value, "dependencies", _dependencies),
        run_before=at(value, "run_before", _keys),
        replaces=at(value, "replaces", _keys),
        initial=at(value, "initial", flag_or_null),
        atomic=at(value, "atomic", flag),
        operations=at(value, "operations", _operations),
        path=at(value, "path", string_or_null) if "path" in value else None,
    )


def _operation(value: Any) -> Operation:
    members(value, OPERATION, optional=OF_OPERATION)
    return Operation(
        at(value, "kind", name_of),
        at(value, "name", string_or_null) if "name" in value else None,
        at(value, "reversible", flag_or_null),
        at(value, "elidable", flag_or_null) if "elidable" in value else None,
        at(value, "fingerprint", _fingerprint) if "fingerprint" in value else None,
    )


def _fingerprint(value: Any) -> str | None:
    if value is not None and not FINGERPRINT.fullmatch(string(value)):
        raise ManifestError("", f"must be 16 hex digits, not {shown(value)}")
    return string_or_null(value)


def _pair(value: Any) -> MigrationKey:
    if type(value) is not list or len(value) != 2 or not all(type(part) is str and part for part in value):
        raise ManifestError("", f'must be a pair like ["users", "0001_initial"], not {shown(value)}')
    return MigrationKey(string(value[0]), string(value[1]))


def _key(value: Any) -> MigrationKey:
    key = _pair(value)
    if key.app_label == SETTING:
        raise ManifestError("", f"a setting ({key.name}) can stand only in dependencies")
    return key


def _place(value: Any) -> Unreadable:
    if type(value) is not list or len(value) != 3 or type(value[1]) not in (int, type(None)):
        raise ManifestError("", f"must be a path, a line or null, and a reason, not {shown(value)}")
    return Unreadable(string(value[0]), value[1], string(value[2]))


_operations = each(_operation)
_dependencies = each(_pair)
_keys = each(_key)


def _settings(value: Any) -> dict[str, str | None]:
    if type(value) is not dict:
        members(value, ())
    return {string(name): at(value, name, string_or_null) for name in value}


def _label(value: Any) -> str:
    if "." in name_of(value) or value == SETTING:
        raise ManifestError("", f'must be an app label like "users", not {shown(value)}')
    return str(value)


def _version(value: Any) -> str:
    if not VERSION.fullmatch(string(value)):
        raise ManifestError("", f'must be a Django version like "5.2" or "5.2.8", not {shown(value)}')
    return str(value)
