"""A history from the rows of a database driver."""

from collections.abc import Iterable, Sequence
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
    made: list[Row] = []
    characters = 0
    for id_, app, name, applied in rows:
        key = known.get((app, name)) or _key(app, name, known)
        if id_ is not None and not isinstance(id_, int):
            raise CollectionError(Cause.UNREADABLE)
        moment = "" if applied is None else str(applied)
        length = len(app) + len(name) + len(moment)
        characters += length
        if length > MAX_TEXT_LENGTH and max(len(app), len(name), len(moment)) > MAX_TEXT_LENGTH:
            raise CollectionError(Cause.TOO_LARGE)
        if len(made) >= MAX_ROWS or characters > MAX_CHARACTERS:
            raise CollectionError(Cause.TOO_LARGE)
        made.append(Row(key, moment, id_))
    return History(tuple(made))


def _key(app: Any, name: Any, known: dict[tuple[Any, Any], MigrationKey]) -> MigrationKey:
    """A key that is not known yet."""
    if not isinstance(app, str) or not isinstance(name, str):
        raise CollectionError(Cause.UNREADABLE)
    key = known[app, name] = MigrationKey(app, name)
    return key
