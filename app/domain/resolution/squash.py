"""
The resolution: the graph after squashes are replaced, which depends on the recorded rows.

    all or none of the replaced recorded    the squash stands in their place
    only some of them recorded              the squash steps aside, and they stand

Up to Django 5.2 each squash is settled by itself (*flat*). From 6.0 on the squashes that a squash replaces are settled
before it, and what they replace counts for it (*recursive*).

Source: `MigrationLoader.build_graph` (3.2 to 5.2) and `MigrationLoader.replace_migration` (6.0, 6.1) in
`django/db/migrations/loader.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, permutations, product

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution.declared import MAX_ORDERS, Declaration, declarations, possible_orders
from app.domain.resolution.graph import MigrationGraph
from app.domain.resolution.replacement import Refusal, Replacement, ReplacementResult

Order = tuple[MigrationKey, ...]

MAX_MIXED = 6
"""The most squashes of which every order is tried: these are `MAX_ORDERS`."""


@dataclass(frozen=True, eq=False)
class Resolution:
    """
    The graph that Django would use for one release on one history, and the migrations that it counts as applied.

    `substituted` are the squashes that stand for what they replace. `partial` are those that stepped aside. `refusal`
    is the exception with which Django ends while it loads, if it does. Then `graph` is the declared graph.
    """

    graph: MigrationGraph
    applied: frozenset[MigrationKey]
    substituted: frozenset[MigrationKey] = frozenset()
    partial: frozenset[MigrationKey] = frozenset()
    refusal: Refusal | None = None


def resolve(release: Release, recorded: AbstractSet[MigrationKey]) -> Resolution:
    """Return the resolution of a release on these rows: the first of `resolutions` when chance decides."""
    return resolutions(release, recorded)[0]


def resolutions(
    release: Release, recorded: AbstractSet[MigrationKey], *, ignore_no_migrations: bool = False
) -> tuple[Resolution, ...]:
    """
    Return every resolution that Django could come to. Nearly always it is one.

    There are several when squashes interact and the order in which Django takes them decides, which is left to chance;
    or when `declarations` gives several graphs, which also explains `ignore_no_migrations`.
    """
    results = _replacements(
        release,
        frozenset(_squash_keys(release) & recorded),
        ignore_no_migrations=ignore_no_migrations,
    )
    return tuple(_resolution(result, frozenset(recorded)) for result in results)


def _resolution(result: ReplacementResult, recorded: frozenset[MigrationKey]) -> Resolution:
    applied = recorded
    if result.applied_without_row or result.row_without_effect:
        applied = (recorded | result.applied_without_row) - result.row_without_effect
    return Resolution(result.graph, applied, result.substituted, result.partial, result.refusal)


@lru_cache(maxsize=64)
def _squash_keys(release: Release) -> frozenset[MigrationKey]:
    """The keys whose rows can change the resolution: all squashes and everything that they replace."""
    return frozenset(key for squash in release.squashes for key in (squash.key, *squash.replaces))


@lru_cache(maxsize=128)
def _replacements(
    release: Release, recorded: frozenset[MigrationKey], *, ignore_no_migrations: bool
) -> tuple[ReplacementResult, ...]:
    """
    Return every result that some order of the squashes gives, each once.

    Groups of squashes are independent of each other. So each group is tried alone first, and only its orders with
    different results are combined with those of the other groups.
    """
    squashes = {squash.key: squash.replaces for squash in release.squashes}
    recursive = release.version >= (6, 0)
    results: list[ReplacementResult] = []
    for declaration in declarations(release, ignore_no_migrations=ignore_no_migrations):
        if declaration.lookup_errors:
            results.append(_lookup_refusal(declaration))
            continue

        def run(
            order: Sequence[MigrationKey], graph: MigrationGraph = declaration.graph
        ) -> ReplacementResult:
            return Replacement(graph, squashes, recorded).run(order, recursive=recursive)

        orders_of_groups = [_distinct_orders(run, orders) for orders in _orders(release)]
        for orders in islice(_sequences(release, orders_of_groups), MAX_ORDERS):
            result = run([key for order in orders for key in order])
            _add_if_new(results, result)
            for order in orders if result.refusal else ():
                # Django may meet this group first, and end there. From 6.1 on the order within an app is fixed.
                if release.version < (6, 1) or order[0].app_label != orders[0][0].app_label:
                    others = [key for other in orders if other != order for key in other]
                    _add_if_new(results, run([*order, *others]))
    return tuple(results)


def _sequences(release: Release, orders_of_groups: Sequence[Sequence[Order]]) -> Iterator[tuple[Order, ...]]:
    """Yield one order of each group, in every combination; and where groups may mix, in every order of the groups."""
    for orders in product(*orders_of_groups):
        yield from permutations(orders) if _may_mix_groups(release) else (orders,)


def _distinct_orders(run: Callable[[Order], ReplacementResult], orders: Sequence[Order]) -> Sequence[Order]:
    """Return orders of one group of squashes that give different results: the first order for each result."""
    if len(orders) == 1:
        return orders
    results: list[ReplacementResult] = []
    return [order for order in orders if _add_if_new(results, run(order))]


def _add_if_new(results: list[ReplacementResult], result: ReplacementResult) -> bool:
    """Append a result unless the list has an equal one. Returns whether it was appended."""
    content = _content(result)
    is_new = all(_content(earlier) != content for earlier in results)
    if is_new:
        results.append(result)
    return is_new


def _content(result: ReplacementResult) -> tuple[object, ...]:
    """What two equal results have in common: the refusal, or the applied migrations and the graph."""
    if result.refusal:
        return (result.refusal,)
    graph = result.graph
    return (
        result.applied_without_row,
        result.row_without_effect,
        graph.parents,
        graph.missing,
        graph.dropped,
    )


def _lookup_refusal(declaration: Declaration) -> ReplacementResult:
    texts = tuple(sorted({text for _, text in declaration.lookup_errors}))
    subjects = tuple(sorted({key for key, _ in declaration.lookup_errors}))
    return ReplacementResult(declaration.graph, refusal=Refusal("ValueError", texts, subjects))


def interacting_squashes(release: Release) -> tuple[MigrationKey, ...]:
    """Return the squashes that share a key with another one, sorted. The order in which they are settled can matter."""
    return tuple(sorted(key for group in squash_groups(release) if len(group) > 1 for key in group))


def squash_groups(release: Release) -> list[tuple[MigrationKey, ...]]:
    """Return the squashes in groups, sorted. Those that share a key, itself or one that they replace, are in one."""
    return _groups({squash.key: frozenset((squash.key, *squash.replaces)) for squash in release.squashes})


@lru_cache(maxsize=64)
def _orders(release: Release) -> tuple[tuple[Order, ...], ...]:
    """
    For each group of squashes, the orders in which Django could take them, at most `MAX_ORDERS`.

    Two squashes are in one group when one replaces the other, or when both replace the same migration. Where groups
    may mix, all squashes are one, as long as all their orders can be tried.
    """
    groups = squash_groups(release)
    if _may_mix_groups(release) and len(release.squashes) <= MAX_MIXED:
        groups = [tuple(squash.key for squash in release.squashes)]
    return tuple(tuple(islice(possible_orders(release, group), MAX_ORDERS)) for group in groups)


def _may_mix_groups(release: Release) -> bool:
    """
    Whether the order of two groups can matter.

    Up to 5.2 a squash that replaces itself stays linked to what it replaces, and so to what another squash takes later.
    """
    return release.version < (6, 0) and any(squash.key in squash.replaces for squash in release.squashes)


def _groups(keys_of: Mapping[MigrationKey, frozenset[MigrationKey]]) -> list[tuple[MigrationKey, ...]]:
    """Return the squashes in groups, sorted. Squashes that have a key in common are in the same group."""
    having: dict[MigrationKey, list[MigrationKey]] = {}
    for squash, keys in keys_of.items():
        for key in keys:
            having.setdefault(key, []).append(squash)
    groups: list[tuple[MigrationKey, ...]] = []
    seen: set[MigrationKey] = set()
    for first in sorted(keys_of):
        group, waiting = set[MigrationKey](), [first]
        while waiting:
            squash = waiting.pop()
            if squash not in seen:
                seen.add(squash)
                group.add(squash)
                for key in keys_of[squash]:
                    waiting += having.pop(key, ())
        groups += [tuple(sorted(group))] if group else []
    return groups
