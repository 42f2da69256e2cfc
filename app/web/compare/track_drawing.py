"""
An app in two histories as a line: a piece for each run of migrations that the same sides have, and where each side is.

    ======----      in both, then only in one; a circle where the first is, a square where the second is
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from app.domain.keys import MigrationKey
from app.domain.pair.pair import HistoryPair
from app.domain.pair.track import AppTrack

WIDTH = 540
"""Of the drawing, in its own units, as all sizes here."""

EDGE = 10
"""The space at both ends, for the marks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the line from `start` to `end`: in `both`, only in the `first` or the `second`, or in `none`."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class TrackDrawing:
    """The line of one app. `first` and `second` are where the sides are, `unknown` where rows without a file lie."""

    name: str
    pieces: tuple[Piece, ...]
    first: float
    second: float
    unknown: tuple[float, ...]
    swaps: tuple[float, ...]
    width: int = WIDTH


def track_drawing(pair: HistoryPair, track: AppTrack, name: str) -> TrackDrawing:
    """The drawing of an app; `name` says the same in words. Linear in the migrations of the app."""
    step = (WIDTH - 2 * EDGE) / len(track.keys)

    def x(position: int) -> float:
        return round(EDGE + position * step, 1)

    kinds = [_kind(pair, track, key) for key in track.keys]
    positions = {key: position for position, key in enumerate(track.keys, 1)}
    return TrackDrawing(
        name,
        tuple(Piece(kind, x(start), x(end)) for kind, start, end in _runs(kinds)),
        x(track.first_last),
        x(track.second_last),
        tuple(x(positions[key]) for key in track.keys if pair.is_unknown(key)),
        tuple(sorted({x(positions[order.child]) for order in track.other_orders})),
    )


def _kind(pair: HistoryPair, track: AppTrack, key: MigrationKey) -> str:
    if key in track.only_first:
        return "first"
    if key in track.only_second:
        return "second"
    is_there = key in pair.first.recorded or key in pair.second.recorded
    return "both" if is_there else "none"


def _runs(kinds: list[str]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for kind, group in groupby(kinds):
        end = start + len(list(group))
        yield kind, start, end
        start = end
