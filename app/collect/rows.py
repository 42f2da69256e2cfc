"""A history from the rows of a database driver."""

from collections.abc import Iterable
from typing import Any

from app.collect.errors import CollectionError
from app.domain.failure import Cause
from app.domain.history import History, Row
from app.domain.keys import MigrationKey


def history_of(rows: Iterable[tuple[Any, ...]]) -> History:
    """
    The history of rows (id, app, name, applied), in the given order.

    The texts stay as they are. `applied` of a row is empty where it is NULL: Django does not look at it. Raises
    `CollectionError` where an app or a name is not text, or an id is not a number: this is not Django's table.
    """
    return History(tuple(_row(*row) for row in rows))


def _row(id_: Any, app: Any, name: Any, applied: Any) -> Row:
    if not isinstance(app, str) or not isinstance(name, str) or not isinstance(id_, int | None):
        raise CollectionError(Cause.UNREADABLE)
    return Row(MigrationKey(app, name), "" if applied is None else str(applied), id_)
