"""
The migrations that one of two histories recorded after what needs them, and the other before it.

Django compares no order of rows, so this harms nothing. It tells that rows were written by hand, or by other code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.resolution import MigrationGraph


@dataclass(frozen=True, slots=True, order=True)
class OtherOrder:
    """A migration and what it needs, which two histories recorded in different orders; `first` needs before needing."""

    child: MigrationKey
    parent: MigrationKey
    first: bool


def other_orders(graph: MigrationGraph, first: History, second: History) -> tuple[OtherOrder, ...]:
    """
    Every two migrations that both have, one of which needs the other, in different orders; sorted.

    A way from one to the other has nothing between them that both have: of three in a row the neighbours are told. The
    first row of a migration counts. Linear in migrations and edges where nearly all
    of them are in both histories.
    """
    return tuple(sorted(_other_orders(graph, first.first_position, second.first_position)))


def _other_orders(
    graph: MigrationGraph, first: Mapping[MigrationKey, int], second: Mapping[MigrationKey, int]
) -> Iterator[OtherOrder]:
    both = first.keys() & second.keys()
    nearest: dict[MigrationKey, frozenset[MigrationKey]] = {}
    for key in graph.topological_order:
        above: set[MigrationKey] = set()
        for parent in graph.parents[key]:
            if parent in both:
                above.add(parent)
            else:
                above |= nearest[parent]
        nearest[key] = frozenset(above)
        if key in both:
            for parent in above:
                in_first = first[parent] < first[key]
                if in_first != (second[parent] < second[key]):
                    yield OtherOrder(key, parent, in_first)
