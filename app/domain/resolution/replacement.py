"""
One run of Django's replacement: each squash in turn stands in for what it replaces, or steps aside.

Source: `MigrationLoader.build_graph` (3.2 to 5.2), `MigrationLoader.replace_migration` (6.0, 6.1), and
`remove_replaced_nodes`, `remove_replacement_node` in `django/db/migrations/graph.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, permutations

from app.domain.keys import MigrationKey
from app.domain.resolution.declared import ORDERS_TRIED
from app.domain.resolution.graph import MigrationGraph

Replaces = Mapping[MigrationKey, tuple[MigrationKey, ...]]
NOTHING: frozenset[MigrationKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    An error that Django raises before it has a graph: the class's name, the texts it could have, sorted, and the
    migrations it is about, sorted. A `ValueError` is about a lookup, the others about squashes.
    """

    raises: str
    messages: tuple[str, ...]
    subjects: tuple[MigrationKey, ...]


@dataclass(frozen=True, eq=False)
class ReplacementResult:
    """A resolution that leaves open which ordinary migrations are recorded."""

    graph: MigrationGraph
    gained: frozenset[MigrationKey] = NOTHING
    lost: frozenset[MigrationKey] = NOTHING
    substituted: frozenset[MigrationKey] = NOTHING
    partial: frozenset[MigrationKey] = NOTHING
    dropped: frozenset[MigrationKey] = NOTHING
    refusal: Refusal | None = None


class _Stopped(Exception):
    """Carries a refusal out of the recursion."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(*refusal.messages)
        self.refusal = refusal


class Replacement:
    """One run of Django's replacement over a copy of the declared graph."""

    def __init__(
        self,
        graph: MigrationGraph,
        squashes: Replaces,
        recorded: frozenset[MigrationKey],
    ) -> None:
        self.declared = graph
        self.squashes = squashes
        self.recorded = recorded
        self.applied = set(recorded)
        self.parents = {key: set(of) for key, of in graph.parents.items()}
        self.children = {key: set(of) for key, of in graph.children.items()}
        self.progress: dict[MigrationKey, bool] = {}
        self.substituted: set[MigrationKey] = set()
        self.partial: set[MigrationKey] = set()
        self.dropped: set[MigrationKey] = set()

    def run(self, order: Iterable[MigrationKey], *, recursive: bool) -> ReplacementResult:
        if not self.squashes:
            return ReplacementResult(self.declared)
        try:
            for squash in order:
                if recursive:
                    self._settle_after_its_own(squash)
                else:
                    self._settle(squash, frozenset(self.squashes[squash]))
        except _Stopped as stopped:
            return ReplacementResult(self.declared, refusal=stopped.refusal)
        graph = MigrationGraph(
            {key: frozenset(of) for key, of in self.parents.items()},
            {
                key: self._texts(key, texts)
                for key, texts in self.declared.missing.items()
                if key in self.parents
            },
        )
        gained, lost = frozenset(self.applied - self.recorded), frozenset(self.recorded - self.applied)
        substituted, partial, dropped = map(frozenset, (self.substituted, self.partial, self.dropped))
        return ReplacementResult(graph, gained, lost, substituted, partial, dropped)

    def _settle_after_its_own(self, squash: MigrationKey) -> None:
        if squash in self.progress:
            if not self.progress[squash]:
                message = f"Cyclical squash replacement found, starting at {tuple(squash)!r}"
                raise _Stopped(Refusal("CommandError", (message,), (squash,)))
            return
        self.progress[squash] = False
        for key in self.squashes[squash]:
            if key in self.squashes:
                self._settle_after_its_own(key)
        self._settle(squash, original_migrations(self.squashes, squash))
        self.progress[squash] = True

    def _settle(self, squash: MigrationKey, counted: frozenset[MigrationKey]) -> None:
        found = counted & self.applied
        if found == counted:
            self.applied.add(squash)
        else:
            self.applied.discard(squash)
        if found and found != counted:
            self._step_aside(squash)
        else:
            self._stand_in(squash)

    def _stand_in(self, squash: MigrationKey) -> None:
        """`remove_replaced_nodes`: what pointed at the replaced points at the squash."""
        if squash not in self.parents:
            raise _Stopped(
                _not_there(f"Unable to find replacement node {tuple(squash)!r}", "has been removed.", squash)
            )
        gone = frozenset(self.squashes[squash])
        for key in sorted(gone & self.parents.keys() - {squash}):
            parents, children = self.parents.pop(key), self.children.pop(key)
            for child in children - {key}:
                self.parents[child].discard(key)
                if child not in gone:
                    self.parents[child].add(squash)
                    self.children[squash].add(child)
            for parent in parents - {key}:
                self.children[parent].discard(key)
                if parent not in gone:
                    self.children[parent].add(squash)
                    self.parents[squash].add(parent)
        if squash in gone:
            self._drop(squash)
        else:
            self.substituted.add(squash)

    def _drop(self, squash: MigrationKey) -> None:
        """A squash that replaces itself leaves the graph, but what needs it still points at it (up to 5.2)."""
        self.dropped.add(squash)
        if not self.children[squash]:
            del self.children[squash]
            for parent in self.parents.pop(squash):
                self.children[parent].discard(squash)

    def _step_aside(self, squash: MigrationKey) -> None:
        """`remove_replacement_node`: what pointed at the squash points at the last of the replaced."""
        if squash not in self.parents:
            raise _Stopped(
                _not_there(
                    f"Unable to remove replacement node {tuple(squash)!r}",
                    "has been removed already.",
                    squash,
                )
            )
        parents, children = self.parents.pop(squash), self.children.pop(squash)
        present = frozenset(self.squashes[squash]) & self.parents.keys()
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
        """Django says more where a squash would have replaced the missing key, had it not stepped aside (#23556)."""
        candidates = sorted(squash for squash, replaces in self.squashes.items() if key in replaces)
        if not candidates or any(candidate in self.parents for candidate in candidates):
            return texts
        origins = sorted({text.removeprefix("Migration ").partition(" ")[0] for text in texts})
        return tuple(
            sorted(
                f"Migration {origin} depends on nonexistent node ('{key.app_label}', '{key.name}'). "
                f"Django tried to replace migration {key} with any of [{', '.join(map(str, order))}] "
                "but wasn't able to because some of the replaced migrations are already applied."
                for origin in origins
                for order in islice(permutations(candidates), ORDERS_TRIED)
            )
        )


def _not_there(what: str, how: str, squash: MigrationKey) -> Refusal:
    text = f"{what}. It was either never added to the migration graph, or {how}"
    return Refusal("NodeNotFoundError", (text,), (squash,))


def original_migrations(squashes: Replaces, squash: MigrationKey) -> frozenset[MigrationKey]:
    """What a squash replaces in the end: squashes among the replaced give what they replace."""
    found: set[MigrationKey] = set()
    seen = {squash}
    waiting = list(squashes[squash])
    while waiting:
        key = waiting.pop()
        if key in squashes:
            if key not in seen:
                seen.add(key)
                waiting.extend(squashes[key])
        else:
            found.add(key)
    return frozenset(found)
