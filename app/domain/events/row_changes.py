"""
Which rows came, went and were rewritten between two lists of rows of one table.

Django only ever adds a row with a new id and the present time, or takes a row away. So a row that has another id, time
or name than before was rewritten by a hand, unless one cause explains all rows of the table.

    before                          after
    7  orders.0001  11:58           7  orders.0001  09:00      rewritten
    8  orders.0002  12:01                                      removed
                                    9  orders.0003  14:30      recorded
    6  orders.0004  11:00           10 orders.0004  14:31      removed and recorded: Django ran it again
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from app.domain.events.same_moment import same_moment
from app.domain.history import Row
from app.domain.keys import MigrationKey

MIN_ROWS = 3
"""Of fewer rows nothing is said of the whole table: a hand may have edited each."""

SHARE = 10
"""A whole table was replaced where fewer than one row of so many is as it was."""

OFFSET_STEP = timedelta(minutes=15)
MAX_OFFSET = timedelta(hours=15)
"""Times in another zone differ by quarters of an hour, and by no more than this."""

MAX_OFFSETS = 2
"""Of one zone: that of the summer and that of the winter."""

EARLIEST = datetime.min.replace(tzinfo=UTC)


class WholeTable(StrEnum):
    """What happened to a table as a whole."""

    RECREATED = "recreated"
    REPLACED = "replaced"
    RENUMBERED = "renumbered"
    SHIFTED = "shifted"


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row before and after: None before for one that came, None after for one that went."""

    before: Row | None
    after: Row | None

    @property
    def key(self) -> MigrationKey:
        """What the row says now, or said last."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - for the type checker: one of them is always there
        return row.key


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What changed, each in the order of the table. `whole` says that one cause explains the rewritten rows."""

    recorded: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    rewritten: tuple[RowEdit, ...] = ()
    whole: WholeTable | None = None


def row_changes(before: Sequence[Row], after: Sequence[Row]) -> RowChanges:
    """The changes from one list of rows to another. Takes n log n for n rows."""
    start, end = _common_ends(before, after)
    rest = before[start : len(before) - end], after[start : len(after) - end]
    same = Counter(rest[0]) & Counter(rest[1])
    old, new = _without(rest[0], same), _without(rest[1], same)
    if not old and not new:
        return RowChanges()
    pairing = _Pairing(before, old, new)
    kept = start + end + sum(same.values()) + pairing.kept
    whole = _whole(pairing, kept, after)
    again = () if whole else pairing.again
    rewritten = [*pairing.edits, *(pairing.again if whole else ())]
    removed = [*pairing.gone, *(pair.before for pair in again if pair.before)]
    recorded = [*pairing.new, *(pair.after for pair in again if pair.after)]
    if whole is None:
        renamed = _renamed(removed, recorded)
        rewritten += renamed
        moved = {id(pair.before) for pair in renamed} | {id(pair.after) for pair in renamed}
        removed = [row for row in removed if id(row) not in moved]
        recorded = [row for row in recorded if id(row) not in moved]
    places_before = {id(row): place for place, row in enumerate(before)}
    places_after = {id(row): place for place, row in enumerate(after)}
    return RowChanges(
        tuple(sorted(recorded, key=lambda row: places_after[id(row)])),
        tuple(sorted(removed, key=lambda row: places_before[id(row)])),
        tuple(sorted(rewritten, key=lambda pair: places_after[id(pair.after)])),
        whole,
    )


def _common_ends(before: Sequence[Row], after: Sequence[Row]) -> tuple[int, int]:
    """How many rows both lists begin with alike, and end with alike: mostly nearly all of them."""
    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    rest = shorter - start
    return start, next((back for back in range(rest) if before[-1 - back] != after[-1 - back]), rest)


def _without(rows: Sequence[Row], same: Counter[Row]) -> list[Row]:
    left = Counter(same)
    rest = []
    for row in rows:
        if left[row] > 0:
            left[row] -= 1
        else:
            rest.append(row)
    return rest


class _Pairing:
    """
    Rows of two lists put together by their keys: those that are not equal to the letter.

    `kept` counts those that say the same in another form. `again` are pairs of which the second is a new row.
    """

    def __init__(self, before: Sequence[Row], old: Iterable[Row], new: Iterable[Row]) -> None:
        self.before = before
        self.kept = 0
        self.edits: list[RowEdit] = []
        self.again: list[RowEdit] = []
        self.gone: list[Row] = []
        self.new: list[Row] = []
        old_by_key, new_by_key = _by_key(old), _by_key(new)
        for key, rows in old_by_key.items():
            self._pair(rows, new_by_key.pop(key, []))
        for rows in new_by_key.values():
            self.new += rows

    @cached_property
    def last_id(self) -> int | None:
        """The highest id of the rows before; None where they have none."""
        return max((row.id for row in self.before if row.id is not None), default=None)

    @cached_property
    def last_time(self) -> datetime:
        """The latest time of the rows before."""
        return max((_time(row) for row in self.before), default=EARLIEST)

    def is_new(self, row: Row) -> bool:
        """Whether Django may have added the row: its id, or without ids its time, stands after all that were there."""
        if row.id is None or self.last_id is None:
            return _time(row) > self.last_time
        return row.id > self.last_id

    def _pair(self, old: list[Row], new: list[Row]) -> None:
        """Pair the rows of one key: by their ids, then by their times, then in their order."""
        by_id = {row.id: row for row in new if row.id is not None}
        used: set[int] = set()
        rest = []
        for row in old:
            equal = by_id.pop(row.id, None) if row.id is not None else None
            if equal is None:
                rest.append(row)
                continue
            used.add(id(equal))
            self._add(row, equal)
        olds, news = self._by_time(rest, [row for row in new if id(row) not in used])
        for first, second in zip(olds, news, strict=False):
            pair = RowEdit(first, second)
            (self.again if self.is_new(second) else self.edits).append(pair)
        self.gone += olds[len(news) :]
        self.new += news[len(olds) :]

    def _by_time(self, old: list[Row], new: list[Row]) -> tuple[list[Row], list[Row]]:
        """Pair the rows with equal times; what is left of both."""
        old, new = sorted(old, key=_time), sorted(new, key=_time)
        olds, news = [], []
        while old and new:
            if same_moment(old[-1], new[-1]):
                self._add(old.pop(), new.pop())
            elif _time(old[-1]) > _time(new[-1]):
                olds.append(old.pop())
            else:
                news.append(new.pop())
        return [*old, *reversed(olds)], [*new, *reversed(news)]

    def _add(self, old: Row, new: Row) -> None:
        has_same_id = old.id == new.id or old.id is None or new.id is None
        if has_same_id and same_moment(old, new):
            self.kept += 1
        else:
            self.edits.append(RowEdit(old, new))


def _whole(pairing: _Pairing, kept: int, after: Sequence[Row]) -> WholeTable | None:
    """What happened to the table as a whole, where one cause explains the pairs that differ."""
    edits = pairing.edits
    if len(edits) < MIN_ROWS:
        return None
    retimed = [pair for pair in edits if not _is_same_time(pair)]
    if not retimed and not pairing.again:
        return WholeTable.RENUMBERED if len(edits) > kept else None
    if SHARE * kept >= len(edits) + len(pairing.again) + kept:
        return None
    if not kept and not pairing.again and _is_shifted(edits):
        return WholeTable.SHIFTED
    ids = [row.id for row in after if row.id is not None]
    begins_anew = pairing.last_id is not None and bool(ids) and min(ids) <= pairing.last_id
    is_later = min(map(_time, after)) > pairing.last_time
    return WholeTable.RECREATED if not kept and begins_anew and is_later else WholeTable.REPLACED


def _is_same_time(pair: RowEdit) -> bool:
    return pair.before is not None and pair.after is not None and same_moment(pair.before, pair.after)


def _is_shifted(edits: Sequence[RowEdit]) -> bool:
    """Whether the times of all rows moved as those of another zone do, and no id changed."""
    offsets = set()
    for pair in edits:
        old, new = pair.before, pair.after
        if old is None or new is None or old.id != new.id or None in (old.applied_at, new.applied_at):
            return False
        offsets.add(_whole_seconds(_time(new) - _time(old)))
    return len(offsets) <= MAX_OFFSETS and all(
        not offset % OFFSET_STEP and abs(offset) <= MAX_OFFSET for offset in offsets
    )


def _whole_seconds(length: timedelta) -> timedelta:
    """A length without what the digits of a second add, which one of the forms may not have."""
    return timedelta(seconds=round(length.total_seconds()))


def _renamed(removed: Iterable[Row], recorded: Iterable[Row]) -> list[RowEdit]:
    """Rows that have their id and their time and say another migration."""
    by_id = {row.id: row for row in removed if row.id is not None}
    return list(_pairs_of(by_id, recorded))


def _pairs_of(by_id: dict[int, Row], recorded: Iterable[Row]) -> Iterator[RowEdit]:
    for row in recorded:
        old = by_id.get(row.id) if row.id is not None else None
        if old is not None and same_moment(old, row):
            del by_id[old.id or 0]
            yield RowEdit(old, row)


def _by_key(rows: Iterable[Row]) -> dict[MigrationKey, list[Row]]:
    found: dict[MigrationKey, list[Row]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _time(row: Row) -> datetime:
    return row.applied_at or EARLIEST
