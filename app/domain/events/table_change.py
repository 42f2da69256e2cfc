"""The events of one table between two looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.events.row_changes import RowChanges, RowEdit, WholeTable, row_changes
from app.domain.events.what import What
from app.domain.history import History, Row

WHOLE = {
    WholeTable.RECREATED: What.RECREATED,
    WholeTable.REPLACED: What.REPLACED,
    WholeTable.RENUMBERED: What.RENUMBERED,
    WholeTable.SHIFTED: What.SHIFTED,
}


@dataclass(frozen=True, slots=True)
class TableChange:
    """
    One thing that happened to a table: the rows that it is about, and how many rows there are now.

    `as_of` is when the table was first seen as it is again now, where it was restored.
    """

    what: What
    rows: int
    edits: tuple[RowEdit, ...] = ()
    as_of: datetime | None = None
    has_table: bool = True


def table_changes(
    before: History | None, after: History, *, seen_so: datetime | None = None
) -> tuple[TableChange, ...]:
    """
    What happened between two looks; without a look before the table was first seen.

    `seen_so` is when the same history had been received earlier, if ever: a row that came back with its old id and time
    was not recorded by Django. What only looks different, as the form of the times does, is no event.
    """
    return tuple(_changes(before, after, seen_so))


def _changes(before: History | None, after: History, seen_so: datetime | None) -> Iterator[TableChange]:
    rows = len(after.rows)
    if before is None:
        yield TableChange(What.FIRST_SEEN, rows, has_table=after.has_table)
        return
    if not after.has_table:
        if before.has_table:
            yield TableChange(What.TABLE_GONE, rows, _went(before.rows))
        return
    if not before.has_table:
        yield TableChange(What.TABLE_CREATED, rows, _came(after.rows))
        return
    found = row_changes(before.rows, after.rows)
    if seen_so is not None and (found.rewritten or found.recorded):
        edits = (*_went(found.removed), *found.rewritten, *_came(found.recorded))
        yield TableChange(What.RESTORED, rows, edits, seen_so)
        return
    yield from _row_changes(found, rows)


def _row_changes(found: RowChanges, rows: int) -> Iterator[TableChange]:
    if found.rewritten:
        what = What.REWRITTEN if found.whole is None else WHOLE[found.whole]
        yield TableChange(what, rows, found.rewritten)
    if found.removed:
        yield TableChange(What.REMOVED, rows, _went(found.removed))
    if found.recorded:
        yield TableChange(What.RECORDED, rows, _came(found.recorded))


def _came(rows: tuple[Row, ...]) -> tuple[RowEdit, ...]:
    return tuple(RowEdit(None, row) for row in rows)


def _went(rows: tuple[Row, ...]) -> tuple[RowEdit, ...]:
    return tuple(RowEdit(row, None) for row in rows)
