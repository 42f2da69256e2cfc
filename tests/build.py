"""
Releases and histories, written the way one draws them.

    release("shop: 1 < 2 < 3", "billing: 1 @shop.2 < 2", "shop: 1to2 = 1+2")

`<` is "comes before", `@` adds a dependency on another app, `^` a `run_before`, `=` is `replaces`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def key(text: str) -> MigrationKey:
    return MigrationKey.parse(text)


def release(*lines: str, **facts: Any) -> Release:
    """A release from drawn lines; keyword arguments are those of `Release.of`."""
    return Release.of((migration for line in lines for migration in _line(line)), **facts)


def _line(line: str) -> Iterator[Migration]:
    app_label, _, body = line.partition(":")
    body, _, replaced = body.partition("=")
    before: tuple[MigrationKey, ...] = ()
    for step in body.split("<"):
        name, *others = step.split()
        yield Migration(
            MigrationKey(app_label, name),
            dependencies=before + tuple(key(other[1:]) for other in others if other.startswith("@")),
            run_before=tuple(key(other[1:]) for other in others if other.startswith("^")),
            replaces=tuple(
                _replaced(app_label, text.strip()) for text in replaced.split("+") if text.strip()
            ),
        )
        before = (MigrationKey(app_label, name),)


def _replaced(app_label: str, text: str) -> MigrationKey:
    return key(text) if "." in text else MigrationKey(app_label, text)


def history(*keys: str) -> History:
    """Rows in the given order, a minute apart, with ids from 1."""
    return History(
        tuple(
            Row(key(text), (NOON + timedelta(minutes=i)).isoformat(sep=" "), i + 1)
            for i, text in enumerate(keys)
        )
    )
