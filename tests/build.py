"""
Makes releases and histories from short texts that look like drawings.

    release("shop: 1 < 2 < 3", "billing: 1 @shop.2 < 2", "shop: 1to2 = 1+2")

Each line has an app label and its migrations. `<` means "comes before". `@` adds a dependency on another app, `^` adds
a `run_before`, and after `=` come the keys in `replaces`.
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
    """Return the release that the lines draw. Keyword arguments are those of `Release.of`."""
    return Release.of((migration for line in lines for migration in _migrations(line)), **facts)


def _migrations(line: str) -> Iterator[Migration]:
    app_label, _, chain = line.partition(":")
    chain, _, replaces = chain.partition("=")
    previous: tuple[MigrationKey, ...] = ()
    for part in chain.split("<"):
        name, *references = part.split()
        yield Migration(
            MigrationKey(app_label, name),
            dependencies=previous + tuple(key(text[1:]) for text in references if text.startswith("@")),
            run_before=tuple(key(text[1:]) for text in references if text.startswith("^")),
            replaces=tuple(
                _key_in_app(app_label, text.strip()) for text in replaces.split("+") if text.strip()
            ),
        )
        previous = (MigrationKey(app_label, name),)


def _key_in_app(app_label: str, text: str) -> MigrationKey:
    """Return the key that a text names; without a dot it is a name in this app."""
    return key(text) if "." in text else MigrationKey(app_label, text)


def history(*keys: str) -> History:
    """Return a history with these rows in order, a minute apart, with ids from 1."""
    return History(
        tuple(
            Row(key(text), (NOON + timedelta(minutes=index)).isoformat(sep=" "), index + 1)
            for index, text in enumerate(keys)
        )
    )
