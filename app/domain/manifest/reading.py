"""A text as a release: of format 1, whose values are checked, or as `freeze` wrote it."""

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
from app.domain.manifest import bounds
from app.domain.manifest.writing import FORMAT, FROZEN_FORMAT
from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import SETTING_DEFAULTS, VERSION, Migration, Operation, Release, Unreadable
from app.domain.schema.change import changes, written

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
OPTIONAL_OPERATION_NAMES = ("name", "elidable", "fingerprint", "portable", "schema")
"""An operation may leave these out: then they are unknown."""

FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def loads(text: str) -> Release:
    """Read a manifest of format 1. Raises `ManifestError`."""
    content = object_with(parse(text), RELEASE_NAMES, form=FORMAT, optional=OPTIONAL_RELEASE_NAMES)
    release = _release(content)
    bounds.hold(content)
    for index, migration in enumerate(content["migrations"]):
        for dependency_index, (label, name) in enumerate(migration["dependencies"]):
            if label == SETTING and name not in release.settings and name not in SETTING_DEFAULTS:
                path = f"migrations[{index}].dependencies[{dependency_index}]"
                raise ManifestError(path, f"depends on the setting {name}, which is not in settings")
    return release


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
        member(value, "schema", _schema) if "schema" in value else None,
    )


def _schema(value: Any) -> str | None:
    return None if value is None else written(changes(value))


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
    app_label, name, path, reason = map(string, value)
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
