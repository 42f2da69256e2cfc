"""
How `replaces` bends the graph: it depends on what is recorded.

All or none of the replaced recorded: the squash stands in their place. Some recorded: the replaced stand, and the
squash steps aside. Up to Django 5.2 each squash is settled by itself (*flat*); from 6.0 on, the squashes that a squash
replaces are settled before it, and it counts what they replace (*recursive*).

Source: `MigrationLoader.build_graph` (3.2 to 5.2) and `MigrationLoader.replace_migration` (6.0, 6.1) in
`django/db/migrations/loader.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution.declared import ORDERS_TRIED, Declared, declarations, orders_met
from app.domain.resolution.graph import MigrationGraph
from app.domain.resolution.replacement import Refusal, Replacement, ReplacementResult

Order = tuple[MigrationKey, ...]


@dataclass(frozen=True, eq=False)
class Resolution:
    """
    The graph that Django would use for one release on one history, and what it counts as applied.

    `partial` are the squashes that stepped aside, `substituted` those that stand for what they replace. `dropped` are
    those that replace themselves: they are in the graph only where something needs them. Where Django refuses already
    while it loads, `refusal` says with what, and `graph` is the declared graph.
    """

    graph: MigrationGraph
    applied: frozenset[MigrationKey]
    substituted: frozenset[MigrationKey] = frozenset()
    partial: frozenset[MigrationKey] = frozenset()
    dropped: frozenset[MigrationKey] = frozenset()
    refusal: Refusal | None = None


def resolve(release: Release, recorded: AbstractSet[MigrationKey]) -> Resolution:
    """What Django would make of the release with these rows; the first of `resolutions` where chance decides."""
    return resolutions(release, recorded)[0]


def resolutions(
    release: Release, recorded: AbstractSet[MigrationKey], *, lenient: bool = False
) -> tuple[Resolution, ...]:
    """
    Every resolution that Django could come to, one in nearly all cases.

    Several where squashes touch each other and the order in which Django meets them, which it draws by chance, decides.
    `lenient` as in `declarations`.
    """
    settled = _replacements(release, frozenset(_concerned(release) & recorded), lenient=lenient)
    return tuple(
        Resolution(
            one.graph,
            (frozenset(recorded) | one.gained) - one.lost if one.gained or one.lost else frozenset(recorded),
            one.substituted,
            one.partial,
            one.dropped,
            one.refusal,
        )
        for one in settled
    )


@lru_cache(maxsize=64)
def _concerned(release: Release) -> frozenset[MigrationKey]:
    """The keys on whose rows the resolution depends: all squashes and all they replace."""
    return frozenset(key for squash in release.squashes for key in (squash.key, *squash.replaces))


@lru_cache(maxsize=128)
def _replacements(
    release: Release, recorded: frozenset[MigrationKey], *, lenient: bool
) -> tuple[ReplacementResult, ...]:
    """
    Each outcome once. Groups of squashes do not touch each other: which orders of a group tell a difference is found
    out for the group alone, and only these are tried with those of the other groups.
    """
    squashes = {squash.key: squash.replaces for squash in release.squashes}
    recursive = release.version >= (6, 0)
    found: list[ReplacementResult] = []
    for declared in declarations(release, lenient=lenient):
        if declared.unknown_apps:
            found.append(_refused(declared))
            continue

        def run(order: Sequence[MigrationKey], graph: MigrationGraph = declared.graph) -> ReplacementResult:
            return Replacement(graph, squashes, recorded).run(order, recursive=recursive)

        telling = [_distinct_orders(run, orders) for orders in _orders(release)]
        for choice in islice(product(*telling), ORDERS_TRIED):
            _keep(found, run([key for order in choice for key in order]))
    return tuple(found)


def _distinct_orders(run: Callable[[Order], ReplacementResult], orders: Sequence[Order]) -> Sequence[Order]:
    """Of the orders of one group, one for each different outcome."""
    if len(orders) == 1:
        return orders
    found: list[ReplacementResult] = []
    return [order for order in orders if _keep(found, run(order))]


def _keep(found: list[ReplacementResult], settled: ReplacementResult) -> bool:
    """Add an outcome if it is not there yet."""
    is_new = not any(_same(settled, other) for other in found)
    if is_new:
        found.append(settled)
    return is_new


def _refused(declared: Declared) -> ReplacementResult:
    texts = tuple(sorted({text for _, text in declared.unknown_apps}))
    subjects = tuple(sorted({key for key, _ in declared.unknown_apps}))
    return ReplacementResult(declared.graph, refusal=Refusal("ValueError", texts, subjects))


def _same(one: ReplacementResult, other: ReplacementResult) -> bool:
    if one.refusal or other.refusal:
        return one.refusal == other.refusal
    return (one.gained, one.lost, one.graph.parents, one.graph.missing) == (
        other.gained,
        other.lost,
        other.graph.parents,
        other.graph.missing,
    )


def interacting_squashes(release: Release) -> tuple[MigrationKey, ...]:
    """The squashes that share a key with another, sorted: where the order in which Django meets them can decide."""
    groups = _groups({squash.key: frozenset((squash.key, *squash.replaces)) for squash in release.squashes})
    return tuple(sorted(key for group in groups if len(group) > 1 for key in group))


@lru_cache(maxsize=64)
def _orders(release: Release) -> tuple[tuple[Order, ...], ...]:
    """
    For each group of squashes the orders in which Django could meet them.

    Squashes that share a key, or of which one replaces the other, form a group.
    """
    groups = _groups({squash.key: frozenset((squash.key, *squash.replaces)) for squash in release.squashes})
    return tuple(tuple(islice(orders_met(release, group), ORDERS_TRIED)) for group in groups)


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
