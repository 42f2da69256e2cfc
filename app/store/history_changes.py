"""
How one list of rows differs from another, and back.

    before:   a b c d e
    after:    a x c d e f        Change(1, 1, (x,)), Change(5, 0, (f,))

A change takes `removed` rows away from `position` on (counted in the list before) and puts `inserted` there.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.history import Row
from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class RowChange:
    """One place where two lists differ."""

    position: int
    removed: int
    inserted: tuple[Row, ...]

    @property
    def weight(self) -> int:
        """What it costs to keep and to read, in rows."""
        return 1 + len(self.inserted)


def differences(before: Sequence[Row], after: Sequence[Row]) -> tuple[RowChange, ...]:
    """
    The changes that make `before` into `after`, in order, in n log n.

    What stays is the longest run of rows that are in both lists in the same order, so as few rows change as can be.
    Of rows that are equal to each other the first is held to be the first, and so on.
    """
    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    rest = shorter - start
    alike = next((back for back in range(rest) if before[-1 - back] != after[-1 - back]), rest)
    ends = len(before) - alike, len(after) - alike
    kept = [(start + old, start + new) for old, new in _kept(before[start : ends[0]], after[start : ends[1]])]
    changes = []
    old = new = start
    for old_end, new_end in [*kept, ends]:
        if old < old_end or new < new_end:
            changes.append(RowChange(old, old_end - old, tuple(after[new:new_end])))
        old, new = old_end + 1, new_end + 1
    return tuple(changes)


def _kept(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of places of the rows that stay, rising in both."""
    places = {row: place for place, row in enumerate(_numbered(before))}
    pairs = [(places[row], place) for place, row in enumerate(_numbered(after)) if row in places]
    # The longest rising run (patience sorting): `ends[n]` is the lowest end of a run of n + 1.
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, (old, _) in enumerate(pairs):
        length = bisect_left(ends, old)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [old]
        last[length : length + 1] = [index]
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = previous[index]
    return found[::-1]


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with how often it was there before, which makes equal rows different."""
    counts: Counter[Row] = Counter()
    for row in rows:
        yield row, counts[row]
        counts[row] += 1


def apply_changes(before: Sequence[Row], changes: Iterable[RowChange]) -> list[Row]:
    """The list after the changes. Raises `IndexError` when they do not fit the list."""
    after: list[Row] = []
    place = 0
    for change in changes:
        end = change.position + change.removed
        if not place <= change.position <= end <= len(before):
            raise IndexError(change.position)
        after += before[place : change.position]
        after += change.inserted
        place = end
    after += before[place:]
    return after


def dumps(rows: Sequence[Row]) -> str:
    """
    Rows as JSON in ASCII: `[[1,"orders","0001_initial","2026-05-01 11:58:00+00"], …]`.

    ASCII, for a name may hold what a text column refuses (PostgreSQL's takes no NUL).
    """
    return json.dumps([[row.id, *row.key, row.applied] for row in rows], separators=(",", ":"))


def loads(text: str) -> tuple[Row, ...]:
    """What `dumps` wrote. Raises `ValueError` or `TypeError` for anything else."""
    return tuple(Row(_key(label, name), moment, id_) for id_, label, name, moment in json.loads(text))


_key = lru_cache(maxsize=100_000)(MigrationKey)
"""Environments record the same migrations: each key is one value in memory, however many rows have it."""
