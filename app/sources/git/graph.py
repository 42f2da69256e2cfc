"""
The commits that are kept of all there are: those that changed migrations, and merges of lines that differ.

    o <-- A <-- o <-- o <-- M        A and B changed migrations: kept are A, B and M
           ^                |
           o <-- B <--------+
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from app.sources.git.log import LogLine


@dataclass(frozen=True)
class Thinned:
    """The parents of each commit that is kept, and for every commit the nearest that is kept, or None."""

    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearest: Mapping[str, str | None] = field(default_factory=dict)


def thinned(
    lines: Iterable[LogLine], wanted: AbstractSet[str], nearest: Callable[[str], str | None]
) -> Thinned:
    """
    Parents come before children in `lines`; `wanted` are kept in any case.

    `nearest` tells it of a commit that was read before, and so is not among the lines.
    """
    kept: dict[str, tuple[str, ...]] = {}
    found: dict[str, str | None] = {}
    for line in lines:
        above = [found[parent] if parent in found else nearest(parent) for parent in line.parents]
        parents = tuple(dict.fromkeys(parent for parent in above if parent is not None))
        if line.id in wanted or len(parents) > 1:
            kept[line.id] = parents
            found[line.id] = line.id
        else:
            found[line.id] = parents[0] if parents else None
    return Thinned(kept, found)
