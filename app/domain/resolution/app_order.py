"""
The order of the lanes on the map. It depends on the release alone.

    users      needs no app
    catalog    needs users                       1 step
    orders     needs catalog and users           2 steps

Each app has a lane, below the lanes of every app that it needs. Apps may need each other, which is common and no error.
They are then one *component* of the graph of apps and stand at the same height.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.domain.release import Release
from app.domain.resolution.declared import declare

AppGraph = Mapping[str, frozenset[str]]
"""For each app label, the labels of the other apps that it needs."""


@lru_cache(maxsize=64)
def app_order(release: Release) -> tuple[str, ...]:
    """
    Return every app label that the release declares or refers to, sorted by height and then by label.

    The height of an app is the length of the longest path to the apps below it. Linear in migrations and edges.
    """
    needs: dict[str, set[str]] = {}
    for key, parents in declare(release).graph.parents.items():
        app_needs = needs.setdefault(key.app_label, set())
        for parent in parents:
            app_needs.add(parent.app_label)
    heights = _heights(
        {label: frozenset(sorted(labels - {label})) for label, labels in sorted(needs.items())}
    )
    return tuple(sorted(heights, key=lambda label: (heights[label], label)))


def _heights(needs: AppGraph) -> dict[str, int]:
    heights: dict[str, int] = {}
    for component in _components(needs):
        heights_above_needs = (
            heights[need] + 1 for label in component for need in needs[label] if need not in component
        )
        heights.update(dict.fromkeys(component, max(heights_above_needs, default=0)))
    return heights


def _components(needs: AppGraph) -> Iterator[frozenset[str]]:
    """Groups of apps that need each other, each after the groups it needs (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    done: set[str] = set()
    for start in needs:
        if start in index:
            continue
        stack = [(start, iter(sorted(needs[start])))]
        index[start] = low[start] = len(index)
        path.append(start)
        while stack:
            label, remaining_needs = stack[-1]
            for need in remaining_needs:
                if need not in index:
                    index[need] = low[need] = len(index)
                    path.append(need)
                    stack.append((need, iter(sorted(needs[need]))))
                    break
                if need not in done:
                    low[label] = min(low[label], index[need])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[label])
                if low[label] == index[label]:
                    first = path.index(label)
                    component = frozenset(path[first:])
                    del path[first:]
                    done |= component
                    yield component
