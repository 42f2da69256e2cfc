"""Releases whose migrations have operations, and histories of several runs."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.history import History, Row
from app.domain.release import Operation, Release
from tests.build import key, release
from tests.domain.provenance.code import MAY


def operation(text: str, **facts) -> Operation:
    """`AddField thing.a` with the fingerprint of this text; `?AddField thing.a` has none."""
    kind, name = text.removeprefix("?").split()
    fingerprint = None if text.startswith("?") else hashlib.sha256(text.encode()).hexdigest()[:16]
    return Operation(kind, name, True, False, fingerprint, **facts)


def holding(
    *lines: str, label: str | None = None, contents: Mapping[str, str] | None = None, **facts
) -> Release:
    """A release whose migrations do what `contents` says, the texts of operations with commas between."""
    drawn = release(*lines, label=label, **facts)
    operations = {
        key(name): tuple(operation(text.strip()) for text in texts.split(","))
        for name, texts in (contents or {}).items()
    }
    migrations = (
        replace(migration, operations=operations.get(migration.key, ()))
        for migration in drawn.migrations.values()
    )
    return Release.of(migrations, django=drawn.django, label=label, **facts)


def runs(*days: tuple[int, str], zone: str = "+00:00") -> History:
    """Rows of several runs: the day after 1 May 2026, and the keys that were recorded then."""
    rows = []
    for day, keys in days:
        for name in keys.split():
            moment: datetime = MAY + timedelta(days=day, seconds=len(rows))
            rows.append(Row(key(name), moment.strftime("%Y-%m-%d %H:%M:%S") + zone, len(rows) + 1))
    return History(tuple(rows))
