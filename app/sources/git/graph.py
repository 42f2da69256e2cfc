"""
The graph of the commits that are stored: those that changed migrations, and merges of lines of such commits.

    o <-- A <-- o <-- o <-- M        A and B changed migrations: stored are A, B and M
           ^                |
           o <-- B <--------+
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from app.sources.git.log import LogLine


@dataclass(frozen=True)
class SparseGraph:
    """
    The stored commits among all commits.

    `parents` are the nearest stored ancestors of each stored commit. `nearest` is the nearest stored commit of every
    commit: itself, or an ancestor, or None.
    """

    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearest: Mapping[str, str | None] = field(default_factory=dict)


def sparse_graph(
    lines: Iterable[LogLine], changing: AbstractSet[str], nearest: Callable[[str], str | None]
) -> SparseGraph:
    """
    The graph of the commits in `lines`, where parents come before children. Linear in their number.

    The commits in `changing` are always stored. `nearest` answers for a parent that is not among the lines because it
    was read before.
    """
    parents_of_stored: dict[str, tuple[str, ...]] = {}
    nearest_of_line: dict[str, str | None] = {}
    for line in lines:
        nearest_of_parents = [
            nearest_of_line[parent] if parent in nearest_of_line else nearest(parent)
            for parent in line.parents
        ]
        parents = tuple(dict.fromkeys(parent for parent in nearest_of_parents if parent is not None))
        if line.id in changing or len(parents) > 1:
            parents_of_stored[line.id] = parents
            nearest_of_line[line.id] = line.id
        else:
            nearest_of_line[line.id] = parents[0] if parents else None
    return SparseGraph(parents_of_stored, nearest_of_line)
