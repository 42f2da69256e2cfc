"""
The part of the forwards plan of an app that is its own: the order in which `showmigrations` lists it.

    users.1 <- orders.1 <- orders.2
                  ^
    billing.1 <---+- orders.3              billing leads back to no migration of orders, so it is passed by

Each app needs what many others need too. Of all that is only what leads back to the app has a say in the order of its
own migrations. The rest is passed by, so that many apps in a row do not cost each app's needs again for each.
"""

from collections.abc import Mapping
from functools import reduce
from operator import or_

from app.domain.keys import MigrationKey
from app.domain.resolution.graph import MigrationGraph


def own_plans(graph: MigrationGraph) -> Mapping[str, list[MigrationKey]]:
    """The own migrations of each app, in the order of the forwards plan of its leaves. The graph must have no cycle."""
    bits = {
        app_label: 1 << number for number, app_label in enumerate({key.app_label for key in graph.parents})
    }
    leads_to: dict[MigrationKey, int] = {}
    for key in graph.topological_order:
        leads_to[key] = reduce(or_, map(leads_to.__getitem__, graph.parents[key]), bits[key.app_label])
    return {
        app_label: [
            key
            for key in graph.forwards_plan(*graph.leaves(app_label), parents=_Leading(graph, leads_to, bit))
            if key.app_label == app_label
        ]
        for app_label, bit in bits.items()
    }


class _Leading(dict[MigrationKey, list[MigrationKey]]):
    """The parents of a migration that lead to a migration of one app, sorted; looked up when they are asked for."""

    def __init__(self, graph: MigrationGraph, leads_to: Mapping[MigrationKey, int], bit: int) -> None:
        super().__init__()
        self._graph, self._leads_to, self._bit = graph, leads_to, bit

    def __missing__(self, key: MigrationKey) -> list[MigrationKey]:
        return [parent for parent in self._graph.sorted_parents[key] if self._leads_to[parent] & self._bit]
