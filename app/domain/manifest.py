"""
Writes a release as a JSON text, and reads it back.

`dumps` and `loads` are for manifest format 1: an export of every app that a project has installed. `freeze` and `thaw`
are for our own store. They also cover what format 1 cannot say: which parts were unreadable, and that a release is not
complete.

Both pairs are canonical: one release always gives the same text. Both readers are strict. Their errors name the path
to the wrong value: `migrations[3].dependencies[0]: …`.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.json_values import (
    ManifestError,
    boolean,
    boolean_or_null,
    list_of,
    member,
    nonempty_string,
    object_with,
    parse,
    preview,
    string,
    string_or_null,
)
from app.domain.keys import SETTING, MigrationKey
from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import SETTING_DEFAULTS, VERSION, Migration, Operation, Release, Unreadable

FORMAT = "driftboard-release/1"
FROZEN_FORMAT = "driftboard-frozen/1"
RELEASE_NAMES = (
    "format",
    "project",
    "label",
    "commit",
    "django",
    "settings",
    "unmigrated_apps",
    "migrations",
)
OPTIONAL_RELEASE_NAMES = ("passed_over",)
"""A release may leave these out: then there is nothing of their kind, or nobody looked."""

MIGRATION_NAMES = ("app", "name", "dependencies", "run_before", "replaces", "initial", "atomic", "operations")
OPERATION_NAMES = ("kind", "reversible")
OPTIONAL_OPERATION_NAMES = ("name", "elidable", "fingerprint", "portable")
"""An operation may leave these out: then they are unknown."""

FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def dumps(release: Release) -> str:
    """
    Return the manifest of a release in format 1, with one line for each migration.

    Raises `ValueError` for a release that was read from a directory: format 1 cannot express that it is not complete.
    """
    if not release.complete or release.unreadable:
        message = "a manifest tells of every installed app; this release was read from a directory"
        raise ValueError(message)
    content = {"format": FORMAT, **_header(release), **_passed_over_member(release)}
    head = ",\n ".join(f"{_json(name)}: {_json(value)}" for name, value in content.items())
    lines = ",\n  ".join(_json(_migration_object(migration)) for migration in release.migrations.values())
    return f'{{{head},\n "migrations": [\n  {lines}]}}\n'


def loads(text: str) -> Release:
    """Read a manifest of format 1. Raises `ManifestError`."""
    content = object_with(parse(text), RELEASE_NAMES, form=FORMAT, optional=OPTIONAL_RELEASE_NAMES)
    release = _release(content)
    for index, migration in enumerate(content["migrations"]):
        for dependency_index, (label, name) in enumerate(migration["dependencies"]):
            if label == SETTING and name not in release.settings and name not in SETTING_DEFAULTS:
                path = f"migrations[{index}].dependencies[{dependency_index}]"
                raise ManifestError(path, f"depends on the setting {name}, which is not in settings")
    return release


def freeze(release: Release) -> str:
    """Return one line of canonical JSON that covers all of a release."""
    content = {
        "format": FROZEN_FORMAT,
        **_header(release),
        **_passed_over_member(release),
        "complete": release.complete,
        "unreadable": [[part.path, part.line, part.reason] for part in release.unreadable],
        "migrations": [_migration_object(migration) for migration in release.migrations.values()],
    }
    return json.dumps(content, separators=(",", ":"), sort_keys=True)


def thaw(text: str) -> Release:
    """Return the release that `freeze` wrote. Raises `ManifestError`."""
    names = (*RELEASE_NAMES, "complete", "unreadable")
    content = object_with(parse(text), names, form=FROZEN_FORMAT, optional=OPTIONAL_RELEASE_NAMES)
    complete = member(content, "complete", boolean)
    unreadable = member(content, "unreadable", list_of(_unreadable))
    return _release(content, version=_version_or_none, complete=complete, unreadable=unreadable)


def thaw_keys(text: str) -> Release:
    """
    Return the release that `freeze` wrote with the keys of its migrations and what they replace alone.

    It takes a tenth of the time of `thaw`. Nothing is checked, as only what `freeze` wrote is read.
    """
    content = json.loads(text)
    return Release.of(
        (
            Migration(
                MigrationKey(each["app"], each["name"]),
                replaces=tuple(MigrationKey(*key) for key in each["replaces"]),
            )
            for each in content["migrations"]
        ),
        django=content["django"],
        complete=content["complete"],
        unreadable=tuple(Unreadable(*part) for part in content["unreadable"]),
    )


# Writing


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _header(release: Release) -> dict[str, object]:
    return {
        "project": release.project,
        "label": release.label,
        "commit": release.commit,
        "django": release.django,
        "settings": dict(sorted(release.settings.items())),
        "unmigrated_apps": sorted(release.unmigrated_apps),
    }


def _passed_over_member(release: Release) -> dict[str, object]:
    """The files that Django passes over, if there are any: most releases have none, and earlier ones told none."""
    files = [[*file.key, file.path, file.reason.value] for file in release.passed_over]
    return {"passed_over": files} if files else {}


def _migration_object(migration: Migration) -> dict[str, object]:
    value: dict[str, object] = {
        "app": migration.key.app_label,
        "name": migration.key.name,
        "dependencies": migration.dependencies,
        "run_before": migration.run_before,
        "replaces": migration.replaces,
        "initial": migration.initial,
        "atomic": migration.atomic,
        "operations": [_operation_object(operation) for operation in migration.operations],
    }
    if migration.path is not None:
        value["path"] = migration.path
    return value


def _operation_object(operation: Operation) -> dict[str, object]:
    value: dict[str, object] = {"kind": operation.kind}
    if operation.name is not None:
        value["name"] = operation.name
    value["reversible"] = operation.reversible
    if operation.elidable is not None:
        value["elidable"] = operation.elidable
    if operation.fingerprint is not None:
        value["fingerprint"] = operation.fingerprint
    if operation.portable_fingerprint is not None:
        value["portable"] = operation.portable_fingerprint
    return value


# Reading


def _release(
    content: Mapping[str, Any], *, version: Callable[[Any], str] | None = None, **facts: Any
) -> Release:
    migrations = member(content, "migrations", list_of(_migration))
    index_of: dict[MigrationKey, int] = {}
    for index, migration in enumerate(migrations):
        if migration.key in index_of:
            problem = f"{migration.key} is there twice, first as migrations[{index_of[migration.key]}]"
            raise ManifestError(f"migrations[{index}]", problem)
        index_of[migration.key] = index
    return Release.of(
        migrations,
        django=member(content, "django", version or _version),
        project=member(content, "project", string),
        label=member(content, "label", string_or_null),
        commit=member(content, "commit", string_or_null),
        settings=member(content, "settings", _settings),
        unmigrated_apps=frozenset(member(content, "unmigrated_apps", list_of(_label))),
        passed_over=tuple(
            sorted(member(content, "passed_over", list_of(_passed_over)) if "passed_over" in content else ())
        ),
        **facts,
    )


def _migration(value: Any) -> Migration:
    object_with(value, MIGRATION_NAMES, optional=("path",))
    return Migration(
        MigrationKey(member(value, "app", _label), member(value, "name", nonempty_string)),
        dependencies=member(value, "dependencies", _dependencies),
        run_before=member(value, "run_before", _keys),
        replaces=member(value, "replaces", _keys),
        initial=member(value, "initial", boolean_or_null),
        atomic=member(value, "atomic", boolean),
        operations=member(value, "operations", _operations),
        path=member(value, "path", string_or_null) if "path" in value else None,
    )


def _operation(value: Any) -> Operation:
    object_with(value, OPERATION_NAMES, optional=OPTIONAL_OPERATION_NAMES)
    return Operation(
        member(value, "kind", nonempty_string),
        member(value, "name", string_or_null) if "name" in value else None,
        member(value, "reversible", boolean_or_null),
        member(value, "elidable", boolean_or_null) if "elidable" in value else None,
        member(value, "fingerprint", _fingerprint) if "fingerprint" in value else None,
        member(value, "portable", _fingerprint) if "portable" in value else None,
    )


def _fingerprint(value: Any) -> str | None:
    if value is not None and not FINGERPRINT.fullmatch(string(value)):
        raise ManifestError("", f"must be 16 hex digits, not {preview(value)}")
    return string_or_null(value)


def _pair(value: Any) -> MigrationKey:
    if type(value) is not list or len(value) != 2 or not all(type(part) is str and part for part in value):
        raise ManifestError("", f'must be a pair like ["users", "0001_initial"], not {preview(value)}')
    return MigrationKey(string(value[0]), string(value[1]))


def _key(value: Any) -> MigrationKey:
    key = _pair(value)
    if key.app_label == SETTING:
        raise ManifestError("", f"a setting ({key.name}) can stand only in dependencies")
    return key


def _passed_over(value: Any) -> PassedOver:
    if type(value) is not list or len(value) != 4 or not all(type(part) is str and part for part in value):
        raise ManifestError("", f"must be an app, a name, a path and a reason, not {preview(value)}")
    app_label, name, path, reason = value
    if reason not in tuple(PassedOverReason):
        raise ManifestError(
            "", f"must have one of the reasons {', '.join(PassedOverReason)}, not {preview(reason)}"
        )
    return PassedOver(MigrationKey(app_label, name), path, PassedOverReason(reason))


def _unreadable(value: Any) -> Unreadable:
    if type(value) is not list or len(value) != 3 or type(value[1]) not in (int, type(None)):
        raise ManifestError("", f"must be a path, a line or null, and a reason, not {preview(value)}")
    return Unreadable(string(value[0]), value[1], string(value[2]))


_operations = list_of(_operation)
_dependencies = list_of(_pair)
_keys = list_of(_key)


def _settings(value: Any) -> dict[str, str | None]:
    if type(value) is not dict:
        object_with(value, ())
    return {string(name): member(value, name, string_or_null) for name in value}


def _label(value: Any) -> str:
    if "." in nonempty_string(value) or value == SETTING:
        raise ManifestError("", f'must be an app label like "users", not {preview(value)}')
    return str(value)


def _version_or_none(value: Any) -> str:
    """A version, or an empty text where it is not known: a manifest always has one, a directory may pin none."""
    return "" if value == "" else _version(value)


def _version(value: Any) -> str:
    if not VERSION.fullmatch(string(value)):
        raise ManifestError("", f'must be a Django version like "5.2" or "5.2.8", not {preview(value)}')
    return str(value)
