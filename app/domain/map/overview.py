"""
The whole release in the small: a point for each migration, however many there are.

    users     --------       a lane is a line of points, the column of a point is the longest chain of migrations
    orders       -X---       before it; points that fall on one pixel are one
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from app.domain.keys import MigrationKey
from app.domain.map.chart import Chart
from app.domain.map.folding import Point
from app.domain.map.topology import Topology
from app.domain.status import QUIET, Status

WIDTH, HEIGHT = 156, 44
"""The room for the points, in pixels."""
MAX_STEP = 8
"""Points and lanes are so far from each other at most, in pixels."""
MARK_CELL = 12
"""One migration of each square of so many pixels can be named."""

Run = tuple[int, int, int]
"""Points beside each other: the first one's x, their y, and how many pixels they go on."""


@dataclass(frozen=True, slots=True)
class Overview:
    """
    The small picture of a release, in pixels.

    `runs` are those of migrations where nothing is wrong or to do, `pending` those of pending ones. `wrong` are points
    of others. `frame` is the box around the shown migrations, as left, top, width and height; None without any.
    `places` are points with a migration there, a few for each part of the picture.
    """

    runs: tuple[Run, ...]
    pending: tuple[Run, ...]
    wrong: tuple[Point, ...]
    frame: tuple[int, int, int, int] | None
    places: tuple[tuple[int, int, MigrationKey], ...]


@lru_cache(maxsize=16)
def points_of(topology: Topology) -> Mapping[MigrationKey, Point]:
    """The point of each migration. Linear in migrations and edges."""
    columns: list[int] = []
    for position, parents in enumerate(topology.parent_positions):
        columns.append(1 + max((columns[parent] for parent in parents if parent < position), default=-1))
    across = min(MAX_STEP, WIDTH / (1 + max(columns, default=0)))
    down = min(MAX_STEP, HEIGHT / max(1, len(topology.lanes)))
    return {
        key: (int(column * across), int(topology.lane_number[key.app_label] * down))
        for key, column in zip(topology.order, columns, strict=True)
    }


def overview_of(chart: Chart, shown: AbstractSet[MigrationKey]) -> Overview:
    """The small picture of all migrations of a chart, of which some are `shown`."""
    points = points_of(chart.topology)
    kinds: tuple[set[Point], set[Point], set[Point]] = set(), set(), set()
    places: dict[Point, tuple[int, int, MigrationKey]] = {}
    for key, (x, y) in points.items():
        status = chart.statuses[key]
        kinds[0 if status in QUIET else 1 if status is Status.PENDING else 2].add((x, y))
        places.setdefault((x // MARK_CELL, y // MARK_CELL), (x, y, key))
    quiet, pending, wrong = kinds
    return Overview(
        _runs(quiet - pending - wrong),
        _runs(pending - wrong),
        tuple(sorted(wrong)),
        _frame([points[key] for key in shown]),
        tuple(places[cell] for cell in sorted(places)),
    )


def _runs(points: AbstractSet[Point]) -> tuple[Run, ...]:
    """Points as runs, by line."""
    runs: list[Run] = []
    for y, x in sorted((y, x) for x, y in points):
        if runs and runs[-1][1] == y and runs[-1][0] + runs[-1][2] == x:
            runs[-1] = (runs[-1][0], y, runs[-1][2] + 1)
        else:
            runs.append((x, y, 1))
    return tuple(runs)


def _frame(points: list[Point]) -> tuple[int, int, int, int] | None:
    if not points:
        return None
    left, top = (min(point[at] for point in points) for at in (0, 1))
    right, bottom = (max(point[at] for point in points) for at in (0, 1))
    return left, top, right - left, bottom - top
