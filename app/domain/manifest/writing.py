"""A release as a text: of format 1, or frozen for our own store."""

import json

from app.domain.release import Migration, Operation, Release

FORMAT = "driftboard-release/1"
FROZEN_FORMAT = "driftboard-frozen/1"


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
    lines = ",\n  ".join(_json(_manifest_migration(migration)) for migration in release.migrations.values())
    return f'{{{head},\n "migrations": [\n  {lines}]}}\n'


def freeze(release: Release) -> str:
    """Return one line of canonical JSON that covers all of a release but what `freeze_schema` is for."""
    content = {
        "format": FROZEN_FORMAT,
        **_header(release),
        **_passed_over_member(release),
        "complete": release.complete,
        "unreadable": [[part.path, part.line, part.reason] for part in release.unreadable],
        "migrations": [_migration_object(migration) for migration in release.migrations.values()],
    }
    return json.dumps(content, separators=(",", ":"), sort_keys=True)


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


def _manifest_migration(migration: Migration) -> dict[str, object]:
    """A migration as a manifest has it, with the changes of its operations."""
    value = _migration_object(migration)
    operations = [
        {**_operation_object(operation), "schema": json.loads(operation.schema)}
        if operation.schema is not None
        else _operation_object(operation)
        for operation in migration.operations
    ]
    return {**value, "operations": operations}


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
