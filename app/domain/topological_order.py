"""
An order in which every key comes after its parents.

    users:    0001 <-- 0002          users.0001, users.0002, orders.0001
                         ^
    orders:   0001 ------+

Kahn's algorithm: linear in keys and edges.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from heapq import heapify, heappop, heappush
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def topological_order(
    parents: Mapping[Key, Collection[Key]],
    *,
    depth_first: bool = True,
    cut: Callable[[set[Key]], Key] | None = None,
) -> tuple[Key, ...]:
    """
    The keys of `parents`, each after its parents, which must be keys too.

    Where several keys could come next, `depth_first` follows the last one placed to its children, the first of them in
    `parents` first; without it the first in `parents` comes next. Keys on or behind a cycle are left out, unless `cut`
    names one of the keys that are left, which then comes without waiting for its parents.
    """
    keys = tuple(parents)
    place_of = {key: place for place, key in enumerate(keys)}
    waiting = [len(of) for of in parents.values()]
    children: list[list[int]] = [[] for _ in keys]
    for place in reversed(range(len(keys))):
        for parent in parents[keys[place]]:
            children[place_of[parent]].append(place)
    ready = [place for place in reversed(range(len(keys))) if not waiting[place]]
    if not depth_first:
        heapify(ready)
    order: list[Key] = []
    while True:
        while ready:
            place = ready.pop() if depth_first else heappop(ready)
            order.append(keys[place])
            for child in children[place]:
                waiting[child] -= 1
                if not waiting[child]:
                    ready.append(child) if depth_first else heappush(ready, child)
        if cut is None or len(order) == len(keys):
            return tuple(order)
        first = place_of[cut({key for key, count in zip(keys, waiting, strict=True) if count > 0})]
        waiting[first] = 0
        ready.append(first)
