"""
The tracks of a lane: which of its rows each item stands in.

    track 0    0001 <-- 0002 <-- 0004        goes on where its dependency stands
                 ^
    track 1      +------ 0003                0002 went on there already: the first free row below
"""

from collections.abc import Iterable, Sequence

from app.domain.map.chart import Chart
from app.domain.map.folding import Edge, Item
from app.domain.status import Status


class _Lane:
    """The tracks of one lane while they are filled, column by column."""

    def __init__(self) -> None:
        self.ends: list[int] = []  # the last column taken in each track
        self.column = -1
        self.free = 1  # below the first track, nothing before this one is free in `column`

    def free_track(self, column: int, *, below: bool) -> int:
        """The first track with nothing in this column, or with `below` the first but the uppermost."""
        if not self.ends or not (below or self.ends[0] == column):
            return 0
        if self.column != column:
            self.column, self.free = column, 1
        while self.free < len(self.ends) and self.ends[self.free] == column:
            self.free += 1
        return self.free

    def take(self, track: int, column: int) -> None:
        """Put an item into a track; into a new one when it is the next."""
        if track == len(self.ends):
            self.ends.append(column)
        self.ends[track] = column


def tracks_of(chart: Chart, items: Sequence[Item], edges: Iterable[Edge]) -> list[int]:
    """
    The track of each item: that of its first dependency in the app that nobody has continued, otherwise the first free
    one, below the first when it branches off. A row without a file opens one below.

    Linear in items and edges, but for one sort of the items.
    """
    rank = chart.topology.rank
    columns = [item.column for item in items]
    order = [column * len(rank) + rank[item.keys[0]] for item, column in zip(items, columns, strict=True)]
    needs = _needs(edges, columns)
    lanes = {app: _Lane() for app in {item.app for item in items}}
    tracks = [0] * len(items)
    continued = bytearray(len(items))
    for at in sorted(range(len(items)), key=order.__getitem__):
        item, column = items[at], columns[at]
        lane = lanes[item.app]
        before: Sequence[int] = needs.get(at, ())
        if len(before) > 1:
            before = sorted(before, key=lambda other: (-columns[other], order[other]))
        for other in before:
            if not continued[other] and column > lane.ends[tracks[other]] >= columns[other]:
                track = tracks[other]
                continued[other] = True
                break
        else:
            track = lane.free_track(column, below=bool(before) or item.status is Status.UNKNOWN)
        lane.take(track, column)
        tracks[at] = track
    return tracks


def _needs(edges: Iterable[Edge], columns: Sequence[int]) -> dict[int, list[int]]:
    """For each item, those of its own app that it needs; not those on a cycle that stand right of it."""
    needs: dict[int, list[int]] = {}
    for edge in edges:
        if not edge.cross and columns[edge.target] < columns[edge.source]:
            needs.setdefault(edge.source, []).append(edge.target)
    return needs
