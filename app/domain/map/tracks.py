"""
The tracks of a lane: its rows, and which of them each item is in.

    track 0    0001 <-- 0002 <-- 0004        0004 continues the track of its parent
                 ^
    track 1      +------ 0003                0002 continues track 0 already, so 0003 takes the first free track below
"""

from collections.abc import Iterable, Sequence

from app.domain.map.chart import Chart
from app.domain.map.folding import Edge, Item
from app.domain.status import Status


class _Lane:
    """
    The tracks of one lane while they are filled, column by column.

    `ends` has the last used column of each track. No track before `first_free` is free in `column`, except perhaps
    track 0.
    """

    def __init__(self) -> None:
        self.ends: list[int] = []
        self.column = -1
        self.first_free = 1

    def free_track(self, column: int, *, below: bool) -> int:
        """The first track without an item in this column; with `below`, the first one below track 0."""
        if not self.ends or not (below or self.ends[0] == column):
            return 0
        if self.column != column:
            self.column, self.first_free = column, 1
        while self.first_free < len(self.ends) and self.ends[self.first_free] == column:
            self.first_free += 1
        return self.first_free

    def take(self, track: int, column: int) -> None:
        """Use this column of a track. A track that does not exist yet is opened below the others."""
        if track == len(self.ends):
            self.ends.append(column)
        self.ends[track] = column


def tracks_of(chart: Chart, items: Sequence[Item], edges: Iterable[Edge]) -> list[int]:
    """
    The track of each item, in the order of the items.

    An item takes the track of its first parent in the app that no other item has continued. Otherwise it takes the
    first free track; this is one below track 0 if the item has parents in the app, or is a row without a file.

    Linear in items and edges, except for one sort of the items.
    """
    rank = chart.topology.rank
    columns = [item.column for item in items]
    order = [column * len(rank) + rank[item.keys[0]] for item, column in zip(items, columns, strict=True)]
    parents_of = _parents_in_app(edges, columns)
    lanes = {app: _Lane() for app in {item.app for item in items}}
    tracks = [0] * len(items)
    is_continued = bytearray(len(items))
    for index in sorted(range(len(items)), key=order.__getitem__):
        item, column = items[index], columns[index]
        lane = lanes[item.app]
        parents: Sequence[int] = parents_of.get(index, ())
        if len(parents) > 1:
            parents = sorted(parents, key=lambda parent: (-columns[parent], order[parent]))
        for parent in parents:
            if not is_continued[parent] and column > lane.ends[tracks[parent]] >= columns[parent]:
                track = tracks[parent]
                is_continued[parent] = True
                break
        else:
            track = lane.free_track(column, below=bool(parents) or item.status is Status.UNKNOWN)
        lane.take(track, column)
        tracks[index] = track
    return tracks


def _parents_in_app(edges: Iterable[Edge], columns: Sequence[int]) -> dict[int, list[int]]:
    """For each item, the items of its own app that it depends on, except those on a cycle to the right of it."""
    parents: dict[int, list[int]] = {}
    for edge in edges:
        if not edge.cross and columns[edge.target] < columns[edge.source]:
            parents.setdefault(edge.source, []).append(edge.target)
    return parents
