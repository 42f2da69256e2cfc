"""
One run of Django's replacement of squashes over the declared graph.

Each squash in turn either stands in for the migrations that it replaces, or steps aside for them.

Source: `MigrationLoader.build_graph` (3.2 to 5.2), `MigrationLoader.replace_migration` (6.0, 6.1), and
`remove_replaced_nodes`, `remove_replacement_node` in `django/db/migrations/graph.py`.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, permutations

from app.domain.keys import MigrationKey
from app.domain.resolution.declared import MAX_ORDERS
from app.domain.resolution.graph import MigrationGraph

Replaces = Mapping[MigrationKey, tuple[MigrationKey, ...]]
"""For each squash, its `replaces`."""

NO_KEYS: frozenset[MigrationKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    An exception with which Django ends before it has a graph.

    `raises` is the name of its class. `messages` are the texts that it could have, and `subjects` the migrations that
    it concerns; both are sorted. A `ValueError` comes from a reference that Django cannot look up, and the subjects are
    the migrations that refer. Every other class comes from the replacement, and the subjects are squashes.
    """

    raises: str
    messages: tuple[str, ...]
    subjects: tuple[MigrationKey, ...]


@dataclass(frozen=True, eq=False)
class ReplacementResult:
    """
    What a run makes of the graph, and how the applied migrations differ from the recorded ones.

    `applied_without_row` and `row_without_effect` hold squashes only. The recorded keys without the latter and with the
    former are the applied migrations. The other fields are those of `Resolution`.
    """

    graph: MigrationGraph
    applied_without_row: frozenset[MigrationKey] = NO_KEYS
    row_without_effect: frozenset[MigrationKey] = NO_KEYS
    substituted: frozenset[MigrationKey] = NO_KEYS
    partial: frozenset[MigrationKey] = NO_KEYS
    refusal: Refusal | None = None


class _RefusalError(Exception):
    """Carries a refusal out of the recursion."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(*refusal.messages)
        self.refusal = refusal


class Replacement:
    """One run of Django's replacement, on a copy of the declared graph."""

    def __init__(
        self,
        graph: MigrationGraph,
        squashes: Replaces,
        recorded: frozenset[MigrationKey],
    ) -> None:
        self.declared_graph = graph
        self.squashes = squashes
        self.recorded = recorded
        self.applied = set(recorded)
        self.parents = {key: set(parents) for key, parents in graph.parents.items()}
        self.children = {key: set(children) for key, children in graph.children.items()}
        self.is_settled: dict[MigrationKey, bool] = {}
        """For each squash that the recursion has reached, whether it has left it again."""
        self.substituted: set[MigrationKey] = set()
        self.partial: set[MigrationKey] = set()
        self.dropped: dict[MigrationKey, frozenset[MigrationKey]] = {}

    def run(self, order: Iterable[MigrationKey], *, recursive: bool) -> ReplacementResult:
        """
        Settle the squashes in `order`.

        `recursive` is the rule from Django 6.0 on: the squashes that a squash replaces are settled before it.
        """
        if not self.squashes:
            return ReplacementResult(self.declared_graph)
        try:
            for squash in order:
                if recursive:
                    self._settle_recursively(squash)
                else:
                    self._settle(squash, frozenset(self.squashes[squash]))
        except _RefusalError as error:
            return ReplacementResult(self.declared_graph, refusal=error.refusal)
        return ReplacementResult(
            self._graph(),
            applied_without_row=frozenset(self.applied - self.recorded),
            row_without_effect=frozenset(self.recorded - self.applied),
            substituted=frozenset(self.substituted),
            partial=frozenset(self.partial),
        )

    def _graph(self) -> MigrationGraph:
        return MigrationGraph(
            {key: frozenset(parents) for key, parents in self.parents.items()},
            {
                key: self._texts(key, texts)
                for key, texts in self.declared_graph.missing.items()
                if key in self.parents
            },
            {
                squash: frozenset(key for key in linked if key not in self.parents)
                for squash, linked in self.dropped.items()
            },
        )

    def _settle_recursively(self, squash: MigrationKey) -> None:
        """Settle the squashes that this one replaces, then itself."""
        if squash in self.is_settled:
            if not self.is_settled[squash]:
                message = f"Cyclical squash replacement found, starting at {tuple(squash)!r}"
                raise _RefusalError(Refusal("CommandError", (message,), (squash,)))
            return
        self.is_settled[squash] = False
        for key in self.squashes[squash]:
            if key in self.squashes:
                self._settle_recursively(key)
        self._settle(squash, original_migrations(self.squashes, squash))
        self.is_settled[squash] = True

    def _settle(self, squash: MigrationKey, replaced: frozenset[MigrationKey]) -> None:
        """Settle one squash. It depends on how many of the replaced migrations are applied: all, some or none."""
        applied = replaced & self.applied
        if applied == replaced:
            self.applied.add(squash)
        else:
            self.applied.discard(squash)
        if applied and applied != replaced:
            self._step_aside(squash)
        else:
            self._stand_in(squash)

    def _stand_in(self, squash: MigrationKey) -> None:
        """
        Remove the replaced migrations. What pointed at them points at the squash.

        Source: `remove_replaced_nodes`.
        """
        if squash not in self.parents:
            raise _not_in_graph(
                squash, f"Unable to find replacement node {tuple(squash)!r}", "has been removed."
            )
        replaced = frozenset(self.squashes[squash])
        if squash in replaced:
            self._drop(squash, replaced)
        else:
            self.substituted.add(squash)
        for key in sorted(self._nodes(replaced) - {squash}):
            parents, children = self.parents.pop(key), self.children.pop(key)
            for child in children - {key}:
                self.parents[child].discard(key)
                if child not in replaced:
                    self.parents[child].add(squash)
                    self.children[squash].add(child)
            for parent in parents - {key}:
                self.children[parent].discard(key)
                if parent not in replaced:
                    self.children[parent].add(squash)
                    self.parents[squash].add(parent)

    def _drop(self, squash: MigrationKey, replaced: frozenset[MigrationKey]) -> None:
        """
        Take a squash that replaces itself out of the nodes (up to 5.2). Its neighbours stay linked to it.

        Django takes what it replaces in the order of a set. What it takes after the squash itself stays linked too.
        """
        self.parents[squash].discard(squash)
        self.children[squash].discard(squash)
        self.dropped[squash] = self._linked(squash, self.parents, replaced) | self._linked(
            squash, self.children, replaced
        )

    def _linked(
        self,
        squash: MigrationKey,
        neighbours: Mapping[MigrationKey, set[MigrationKey]],
        replaced: frozenset[MigrationKey],
    ) -> frozenset[MigrationKey]:
        """All that one reaches from a squash over a neighbour that it replaces; what stays a node is left out later."""
        reached: set[MigrationKey] = set()
        stack = list(neighbours[squash] & replaced)
        while stack:
            key = stack.pop()
            if key not in reached:
                reached.add(key)
                stack += neighbours[key]
        return frozenset(reached - {squash})

    def _nodes(self, keys: AbstractSet[MigrationKey]) -> frozenset[MigrationKey]:
        """Those of some keys that are still nodes of the graph."""
        return frozenset(key for key in keys if key in self.parents and key not in self.dropped)

    def _step_aside(self, squash: MigrationKey) -> None:
        """
        Remove the squash. What pointed at it points at the last of the replaced migrations.

        Source: `remove_replacement_node`.
        """
        if squash not in self.parents:
            raise _not_in_graph(
                squash, f"Unable to remove replacement node {tuple(squash)!r}", "has been removed already."
            )
        parents, children = self.parents.pop(squash), self.children.pop(squash)
        present = self._nodes(frozenset(self.squashes[squash]))
        ends = present.difference(*(self.parents[key] for key in present))
        for child in children - {squash}:
            self.parents[child].discard(squash)
            for end in ends:
                self.parents[child].add(end)
                self.children[end].add(child)
        for parent in parents - {squash}:
            self.children[parent].discard(squash)
        self.partial.add(squash)

    def _texts(self, key: MigrationKey, texts: tuple[str, ...]) -> tuple[str, ...]:
        """
        Return every text that Django could give for a missing key, sorted.

        When squashes replace the key and all of them have stepped aside, Django adds their names (#23556).
        """
        candidates = sorted(squash for squash, replaces in self.squashes.items() if key in replaces)
        if not candidates or self._nodes(frozenset(candidates)):
            return texts
        children = sorted({text.removeprefix("Migration ").partition(" ")[0] for text in texts})
        return tuple(
            sorted(
                f"Migration {child} depends on nonexistent node ('{key.app_label}', '{key.name}'). "
                f"Django tried to replace migration {key} with any of [{', '.join(map(str, order))}] "
                "but wasn't able to because some of the replaced migrations are already applied."
                for child in children
                for order in islice(permutations(candidates), MAX_ORDERS)
            )
        )


def _not_in_graph(squash: MigrationKey, problem: str, other_cause: str) -> _RefusalError:
    text = f"{problem}. It was either never added to the migration graph, or {other_cause}"
    return _RefusalError(Refusal("NodeNotFoundError", (text,), (squash,)))


def original_migrations(squashes: Replaces, squash: MigrationKey) -> frozenset[MigrationKey]:
    """Return the ordinary migrations that a squash replaces, itself or through other squashes that it replaces."""
    originals: set[MigrationKey] = set()
    visited = {squash}
    stack = list(squashes[squash])
    while stack:
        key = stack.pop()
        if key in squashes:
            if key not in visited:
                visited.add(key)
                stack.extend(squashes[key])
        else:
            originals.add(key)
    return frozenset(originals)
