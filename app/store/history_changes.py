"""
How one list of rows differs from another, and back.

    before:   a b c d e
    after:    a x c d e f        RowChange(1, 1, (x,)), RowChange(5, 0, (f,))

A change removes `removed` rows at `position`, counted in the list before, and puts the rows `inserted` there.
"""

import hashlib
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from app.domain.history import Row, Surroundings
from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class RowChange:
    """One position at which two lists differ."""

    position: int
    removed: int
    inserted: tuple[Row, ...]

    @property
    def weight(self) -> int:
        """The cost of storing and reading the change, in rows."""
        return 1 + len(self.inserted)


def differences(before: Sequence[Row], after: Sequence[Row]) -> tuple[RowChange, ...]:
    """
    The changes that turn `before` into `after`, by rising position. Takes n log n for n rows.

    The longest run of rows that both lists have in the same order stays, so the fewest rows change. Equal rows are
    paired by number: the first with the first, the second with the second.
    """
    shorter = min(len(before), len(after))
    start = next((index for index in range(shorter) if before[index] != after[index]), shorter)
    rest = shorter - start
    common_end = next((back for back in range(rest) if before[-1 - back] != after[-1 - back]), rest)
    ends = len(before) - common_end, len(after) - common_end
    pairs = _common_run(before[start : ends[0]], after[start : ends[1]])
    stays = [(start + old, start + new) for old, new in pairs]
    changes = []
    old = new = start
    for old_end, new_end in [*stays, ends]:
        if old < old_end or new < new_end:
            changes.append(RowChange(old, old_end - old, tuple(after[new:new_end])))
        old, new = old_end + 1, new_end + 1
    return tuple(changes)


def _common_run(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[int, int]]:
    """The positions of the rows that stay, as pairs (in `before`, in `after`) that rise in both."""
    positions = {row: position for position, row in enumerate(_with_number(before))}
    pairs = [
        (positions[row], position) for position, row in enumerate(_with_number(after)) if row in positions
    ]
    # The longest rising run (patience sorting): `ends[n]` is the lowest end of a run of n + 1.
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, (old, _) in enumerate(pairs):
        length = bisect_left(ends, old)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [old]
        last[length : length + 1] = [index]
    run = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = previous[index]
    return run[::-1]


def _with_number(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with the number of equal rows before it, which makes every pair unique."""
    counts: Counter[Row] = Counter()
    for row in rows:
        yield row, counts[row]
        counts[row] += 1


def apply_changes(before: Sequence[Row], changes: Iterable[RowChange]) -> list[Row]:
    """The list after the changes. Raises `IndexError` when a change does not fit the list."""
    after: list[Row] = []
    copied = 0  # rows of `before` that are done
    for change in changes:
        end = change.position + change.removed
        if not copied <= change.position <= end <= len(before):
            raise IndexError(change.position)
        after += before[copied : change.position]
        after += change.inserted
        copied = end
    after += before[copied:]
    return after


def dumps(rows: Sequence[Row]) -> str:
    """
    Rows as JSON in ASCII: `[[1,"orders","0001_initial","2026-05-01 11:58:00+00"], …]`.

    ASCII, because a name may hold what a text column refuses: PostgreSQL's takes no NUL.
    """
    return json.dumps([[row.id, *row.key, row.applied] for row in rows], separators=(",", ":"))


def loads(text: str) -> tuple[Row, ...]:
    """The rows that `dumps` wrote. Raises `ValueError` or `TypeError` for anything else."""
    return tuple([Row(_key(label, name), moment, id_) for id_, label, name, moment in json.loads(text)])


def fingerprint_of(text: str, *, has_table: bool) -> str:
    """That of the history with the rows that `dumps` wrote, and without surroundings: the text has all that it says."""
    content = f"[{json.dumps(has_table)},{text}]"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def dumps_surroundings(surroundings: Surroundings) -> str:
    """Surroundings as JSON in ASCII, an object with the names of their fields."""
    facts = asdict(surroundings)
    if not surroundings.is_case_blind:
        del facts["is_case_blind"]  # earlier versions do not know it
    return json.dumps(facts, separators=(",", ":"))


def loads_surroundings(text: str) -> Surroundings:
    """The surroundings that `dumps_surroundings` wrote. Raises `ValueError` or `TypeError` for anything else."""
    facts: dict[str, Any] = dict(json.loads(text))
    lists = {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
    return Surroundings(**{**facts, **lists})


_key = lru_cache(maxsize=100_000)(MigrationKey)
"""Many environments record the same migrations, so equal keys share one value in memory."""
