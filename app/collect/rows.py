"""A history from the rows of a database driver."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.collect.errors import CollectionError
from app.domain.failure import Cause
from app.domain.history import History, Row
from app.domain.keys import MigrationKey

MAX_ROWS = 200_000
"""A history has at most so many rows; Django writes one for each migration."""

MAX_TEXT_LENGTH = 1_000
"""Of an app, a name and a time, in characters. Django's columns hold 255."""

MAX_CHARACTERS = 40_000_000
"""Of all texts of a history together."""


def history_of(
    rows: Iterable[Sequence[Any]], keys: dict[tuple[Any, Any], MigrationKey] | None = None
) -> History:
    """
    The history of rows (id, app, name, applied), in the given order.

    The texts stay as they are. `applied` of a row is empty where it is NULL: Django does not look at it. `keys` are
    those of other histories: the same migration is then the same value. Raises `CollectionError` where an app or a name
    is not text, or an id is not a number: this is not Django's table. Also as soon as there is too much.
    """
    known = {} if keys is None else keys
    return History(tuple(_bounded(_row(row, known) for row in rows)))


def _bounded(rows: Iterable[Row]) -> Iterator[Row]:
    characters = 0
    for number, row in enumerate(rows, 1):
        lengths = (len(row.key.app_label), len(row.key.name), len(row.applied))
        characters += sum(lengths)
        if number > MAX_ROWS or max(lengths) > MAX_TEXT_LENGTH or characters > MAX_CHARACTERS:
            raise CollectionError(Cause.TOO_LARGE)
        yield row


def _row(row: Sequence[Any], keys: dict[tuple[Any, Any], MigrationKey]) -> Row:
    id_, app, name, applied = row
    key = keys.get((app, name))
    if key is None:
        if not isinstance(app, str) or not isinstance(name, str):
            raise CollectionError(Cause.UNREADABLE)
        key = keys[app, name] = MigrationKey(app, name)
    if id_ is not None and not isinstance(id_, int):
        raise CollectionError(Cause.UNREADABLE)
    return Row(key, "" if applied is None else str(applied), id_)
