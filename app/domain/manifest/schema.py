"""
What is known of the tables and columns of a release, as a text of its own for our store.

Two releases that differ in this alone are the same release, and most pages never ask for it.
"""

import json
from dataclasses import replace
from types import MappingProxyType

from app.domain.release import Operation, Release


def freeze_schema(release: Release) -> str | None:
    """Return one line of JSON with what each operation changes or states; None where nothing is known of any."""
    facts = [
        [[operation.schema, operation.declaration] for operation in migration.operations]
        for migration in release.migrations.values()
    ]
    is_known = any(text is not None for operations in facts for texts in operations for text in texts)
    return json.dumps(facts, separators=(",", ":")) if is_known else None


def with_schema(release: Release, text: str | None) -> Release:
    """Return the release with what `freeze_schema` wrote of it, or of one with the same fingerprint."""
    if text is None:
        return release
    migrations = dict(release.migrations)
    for (key, migration), facts in zip(release.migrations.items(), json.loads(text), strict=True):
        if facts:
            operations = tuple(map(_with, migration.operations, facts))
            migrations[key] = replace(migration, operations=operations)
    return replace(release, migrations=MappingProxyType(migrations))


def _with(operation: Operation, facts: tuple[str | None, str | None]) -> Operation:
    # Not `replace`, which takes three times as long: there are thousands.
    return Operation(
        operation.kind,
        operation.name,
        operation.reversible,
        operation.elidable,
        operation.fingerprint,
        operation.portable_fingerprint,
        *facts,
    )
