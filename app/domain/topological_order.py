"""
Sorts the keys of a graph so that every key comes after its parents.

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
    break_cycle: Callable[[set[Key]], Key] | None = None,
) -> tuple[Key, ...]:
    """
    Return the keys of `parents`, each after its parents. Every parent must be a key too.

    Often several keys could come next. With `depth_first` it is a child of the last key in the result, if one is ready.
    Without it, it is the key that stands first in `parents`. Among children, too, the first in `parents` comes first.

    Keys on a cycle, or behind one, are left out. With `break_cycle` they are not: it gets the keys that are left and
    returns the one that comes next, before its parents.
    """
    keys = tuple(parents)
    index_of = {key: index for index, key in enumerate(keys)}
    missing_parents = [len(parents_of_key) for parents_of_key in parents.values()]
    children: list[list[int]] = [[] for _ in keys]
    for index in reversed(range(len(keys))):
        for parent in parents[keys[index]]:
            children[index_of[parent]].append(index)
    ready = [index for index in reversed(range(len(keys))) if not missing_parents[index]]
    if not depth_first:
        heapify(ready)
    order: list[Key] = []
    while True:
        while ready:
            index = ready.pop() if depth_first else heappop(ready)
            order.append(keys[index])
            for child in children[index]:
                missing_parents[child] -= 1
                if not missing_parents[child]:
                    ready.append(child) if depth_first else heappush(ready, child)
        if break_cycle is None or len(order) == len(keys):
            return tuple(order)
        left = {key for key, count in zip(keys, missing_parents, strict=True) if count > 0}
        first = index_of[break_cycle(left)]
        missing_parents[first] = 0
        ready.append(first)
