"""
The order of the lanes: a property of the release alone.

    users      nothing needed
    catalog    needs users                       1 step
    orders     needs catalog and users           2 steps

A lane per app; an app stands below every app it needs. Apps that need each other (common, and no error) form a knot
and stand at one height.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.domain.release import Release
from app.domain.resolution.declared import declare

Apps = Mapping[str, frozenset[str]]


@lru_cache(maxsize=64)
def app_order(release: Release) -> tuple[str, ...]:
    """
    Every app label that the release declares or refers to: by the longest app-to-app path below it, then by label.

    It depends on no history and on no filter. Linear in migrations and edges.
    """
    needs: dict[str, set[str]] = {}
    for key, parents in declare(release).graph.parents.items():
        needed = needs.setdefault(key.app_label, set())
        for parent in parents:
            needed.add(parent.app_label)
    heights = _heights({label: frozenset(sorted(of - {label})) for label, of in sorted(needs.items())})
    return tuple(sorted(heights, key=lambda label: (heights[label], label)))


def _heights(needs: Apps) -> dict[str, int]:
    heights: dict[str, int] = {}
    for knot in _components(needs):
        below = (heights[other] + 1 for label in knot for other in needs[label] if other not in knot)
        heights.update(dict.fromkeys(knot, max(below, default=0)))
    return heights


def _components(needs: Apps) -> Iterator[frozenset[str]]:
    """Groups of apps that need each other, each after what it needs (Tarjan's components, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    done: set[str] = set()
    for start in needs:
        if start in index:
            continue
        work = [(start, iter(sorted(needs[start])))]
        index[start] = low[start] = len(index)
        path.append(start)
        while work:
            label, others = work[-1]
            for other in others:
                if other not in index:
                    index[other] = low[other] = len(index)
                    path.append(other)
                    work.append((other, iter(sorted(needs[other]))))
                    break
                if other not in done:
                    low[label] = min(low[label], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[label])
                if low[label] == index[label]:
                    at = path.index(label)
                    knot = frozenset(path[at:])
                    del path[at:]
                    done |= knot
                    yield knot
