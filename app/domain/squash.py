"""
How `replaces` bends the graph: it depends on what is recorded.

All or none of the replaced recorded: the squash stands in their place. Some recorded: the replaced stand, and the
squash steps aside. Up to Django 5.2 each squash is settled by itself (*flat*); from 6.0 on, the squashes that a squash
replaces are settled before it, and it counts what they replace (*recursive*).

Source: `MigrationLoader.build_graph` (3.2 to 5.2), `MigrationLoader.replace_migration` (6.0, 6.1), and
`remove_replaced_nodes`, `remove_replacement_node` in `django/db/migrations/graph.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from app.domain.graph import MigrationGraph
from app.domain.keys import MigrationKey
from app.domain.references import ORDERS_TRIED, Declared, declarations, sorted_within_apps
from app.domain.release import Release

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
class Resolution:
    """
    The graph that Django would use for one release on one history, and what it counts as applied.

    `aside` are the squashes that stepped aside, `standing` those that stand for what they replace. When Django stops
    already here, `refusal` says how, and `graph` is the declared one.
    """

    graph: MigrationGraph
    applied: frozenset[MigrationKey]
    standing: frozenset[MigrationKey] = frozenset()
    aside: frozenset[MigrationKey] = frozenset()
    refusal: Refusal | None = None


@dataclass(frozen=True, eq=False)
class _Settled:
    """A resolution that leaves open which ordinary migrations are recorded."""

    graph: MigrationGraph
    gained: frozenset[MigrationKey]
    lost: frozenset[MigrationKey]
    standing: frozenset[MigrationKey]
    aside: frozenset[MigrationKey]
    refusal: Refusal | None = None


def resolve(release: Release, recorded: Set[MigrationKey]) -> Resolution:
    """What Django would make of the release with these rows; the first of `resolutions` where chance decides."""
    return resolutions(release, recorded)[0]


def resolutions(
    release: Release, recorded: Set[MigrationKey], *, lenient: bool = False
) -> tuple[Resolution, ...]:
    """
    Every resolution that Django could come to, one in nearly all cases.

    Several where squashes touch each other and the order in which Django meets them, which it draws by chance, decides.
    `lenient` as in `declarations`.
    """
    settled = _settle(release, frozenset(_concerned(release) & recorded), lenient=lenient)
    return tuple(
        Resolution(
            one.graph,
            frozenset(recorded) if not (one.gained or one.lost) else (frozenset(recorded) | one.gained) - one.lost,
            one.standing,
            one.aside,
            one.refusal,
        )
        for one in settled
    )


@lru_cache(maxsize=256)
def _concerned(release: Release) -> frozenset[MigrationKey]:
    """The keys on whose rows the resolution depends: all squashes and all they replace."""
    return frozenset(key for squash in release.squashes for key in (squash.key, *squash.replaces))


@lru_cache(maxsize=1024)
def _settle(release: Release, recorded: frozenset[MigrationKey], *, lenient: bool) -> tuple[_Settled, ...]:
    squashes = {squash.key: squash.replaces for squash in release.squashes}
    results: list[_Settled] = []
    for declared in declarations(release, lenient=lenient):
        if declared.unknown_apps:
            results.append(_refused(declared))
            continue
        for order in _orders(release) if squashes else ((),):
            result = _Settling(declared.graph, squashes, recorded).run(order, recursive=release.version >= (6, 0))
            if not any(_same(result, other) for other in results):
                results.append(result)
    return tuple(results)


def _refused(declared: Declared) -> _Settled:
    texts = tuple(sorted({text for _, text in declared.unknown_apps}))
    subjects = tuple(sorted({key for key, _ in declared.unknown_apps}))
    nothing: frozenset[MigrationKey] = frozenset()
    return _Settled(declared.graph, nothing, nothing, nothing, nothing, Refusal("ValueError", texts, subjects))


def _same(one: _Settled, other: _Settled) -> bool:
    if one.refusal or other.refusal:
        return one.refusal == other.refusal
    return (one.gained, one.lost, one.graph.parents, one.graph.missing) == (
        other.gained,
        other.lost,
        other.graph.parents,
        other.graph.missing,
    )


@lru_cache(maxsize=256)
def _orders(release: Release) -> tuple[tuple[MigrationKey, ...], ...]:
    """
    The orders in which Django could meet the squashes, as far as the order can matter.

    Squashes that share a key, or of which one replaces the other, form a group; groups do not touch each other, so
    the orders within each group are tried beside the sorted order of the rest. From 6.1 on files of one app are
    loaded in sorted order, so only groups over several apps have more than one.
    """
    groups = _groups({squash.key: frozenset((squash.key, *squash.replaces)) for squash in release.squashes})
    plain = tuple(key for group in groups for key in group)
    orders = [plain]
    for group in groups:
        rest = tuple(key for key in plain if key not in group)
        tried = 0
        for order in permutations(group):
            if release.version >= (6, 1) and not sorted_within_apps(order):
                continue
            tried += 1
            if tried > ORDERS_TRIED:
                break
            if order != group:
                orders.append(order + rest)
    return tuple(orders)


def _groups(touched: Mapping[MigrationKey, frozenset[MigrationKey]]) -> list[tuple[MigrationKey, ...]]:
    groups: list[tuple[set[MigrationKey], set[MigrationKey]]] = []
    for squash in sorted(touched):
        members, keys = {squash}, set(touched[squash])
        apart = []
        for group in groups:
            if group[1] & keys:
                members |= group[0]
                keys |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (members, keys)]
    return sorted(tuple(sorted(members)) for members, _ in groups)


class _Stopped(Exception):
    """Carries a refusal out of the recursion."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(*refusal.messages)
        self.refusal = refusal


class _Settling:
    """One run of Django's replacement over a copy of the declared graph."""

    def __init__(
        self,
        graph: MigrationGraph,
        squashes: Mapping[MigrationKey, tuple[MigrationKey, ...]],
        recorded: frozenset[MigrationKey],
    ) -> None:
        self.declared = graph
        self.squashes = squashes
        self.recorded = recorded
        self.applied = set(recorded)
        self.parents = {key: set(of) for key, of in graph.parents.items()}
        self.children = {key: set(of) for key, of in graph.children.items()}
        self.progress: dict[MigrationKey, bool] = {}
        self.standing: set[MigrationKey] = set()
        self.aside: set[MigrationKey] = set()

    def run(self, order: Iterable[MigrationKey], *, recursive: bool) -> _Settled:
        nothing: frozenset[MigrationKey] = frozenset()
        if not self.squashes:
            return _Settled(self.declared, nothing, nothing, nothing, nothing)
        try:
            for squash in order:
                if recursive:
                    self._settle_after_its_own(squash)
                else:
                    self._settle(squash, frozenset(self.squashes[squash]))
        except _Stopped as stopped:
            return _Settled(self.declared, nothing, nothing, nothing, nothing, stopped.refusal)
        graph = MigrationGraph(
            {key: frozenset(of) for key, of in self.parents.items()},
            {key: self._texts(key, texts) for key, texts in self.declared.missing.items() if key in self.parents},
        )
        gained, lost = frozenset(self.applied - self.recorded), frozenset(self.recorded - self.applied)
        return _Settled(graph, gained, lost, frozenset(self.standing), frozenset(self.aside))

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
        self._settle(squash, originals(self.squashes, squash))
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
                Refusal(
                    "NodeNotFoundError",
                    (
                        f"Unable to find replacement node {tuple(squash)!r}. It was either never added to the "
                        "migration graph, or has been removed.",
                    ),
                    (squash,),
                )
            )
        gone = frozenset(self.squashes[squash])
        for key in sorted(gone & self.parents.keys()):
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
        self.standing.add(squash)

    def _step_aside(self, squash: MigrationKey) -> None:
        """`remove_replacement_node`: what pointed at the squash points at the last of the replaced."""
        if squash not in self.parents:
            raise _Stopped(
                Refusal(
                    "NodeNotFoundError",
                    (
                        f"Unable to remove replacement node {tuple(squash)!r}. It was either never added to the "
                        "migration graph, or has been removed already.",
                    ),
                    (squash,),
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
        self.aside.add(squash)

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
                for order in _some_permutations(candidates)
            )
        )


def _some_permutations(keys: list[MigrationKey]) -> Iterator[tuple[MigrationKey, ...]]:
    for count, order in enumerate(permutations(keys)):
        if count >= ORDERS_TRIED:
            return
        yield order


def originals(
    squashes: Mapping[MigrationKey, tuple[MigrationKey, ...]], squash: MigrationKey
) -> frozenset[MigrationKey]:
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
