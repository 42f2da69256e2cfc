"""Which rows of the table of everything the words and the status of the address leave."""

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.keys import MigrationKey
from app.domain.map import Selection
from app.domain.status import Status
from app.web.map.view import MapNode


class Entry(NamedTuple):
    """What can be a row: a migration, or with `run` the mark of a run of them, named by the first."""

    key: MigrationKey
    status: Status
    run: MapNode | None = None


def narrowed(
    entries: Iterable[Entry], selection: Selection | None, status: Status | None
) -> tuple[Entry, ...]:
    """The entries that are selected, and of this status where one is given."""
    return tuple(
        entry
        for entry in entries
        if (status is None or entry.status is status) and (selection is None or entry.key in selection.keys)
    )
