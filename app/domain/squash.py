"""
How `replaces` bends the graph: it depends on what is recorded.

All or none of the replaced recorded: the squash stands in their place. Some recorded: the replaced stand, and the
squash steps aside. Up to Django 5.2 each squash is settled by itself (*flat*); from 6.0 on, the squashes that a squash
replaces are settled before it, and it counts what they replace (*recursive*).

Source: `MigrationLoader.build_graph` (3.2 to 5.2) and `MigrationLoader.replace_migration` (6.0, 6.1) in
`django/db/migrations/loader.py`.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from app.domain.graph import MigrationGraph
from app.domain.keys import MigrationKey
from app.domain.references import ORDERS_TRIED, Declared, declarations, sorted_within_apps
from app.domain.release import Release
from app.domain.settling import Refusal, Settled, Settling


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
    settled = _settle(release, frozenset(_concerned(release) & recorded), lenient=lenient)
    return tuple(
        Resolution(
            one.graph,
            (frozenset(recorded) | one.gained) - one.lost if one.gained or one.lost else frozenset(recorded),
            one.standing,
            one.aside,
            one.refusal,
        )
        for one in settled
    )


@lru_cache(maxsize=64)
def _concerned(release: Release) -> frozenset[MigrationKey]:
    """The keys on whose rows the resolution depends: all squashes and all they replace."""
    return frozenset(key for squash in release.squashes for key in (squash.key, *squash.replaces))


@lru_cache(maxsize=128)
def _settle(release: Release, recorded: frozenset[MigrationKey], *, lenient: bool) -> tuple[Settled, ...]:
    squashes = {squash.key: squash.replaces for squash in release.squashes}
    results: list[Settled] = []
    for declared in declarations(release, lenient=lenient):
        if declared.unknown_apps:
            results.append(_refused(declared))
            continue
        for order in _orders(release) if squashes else ((),):
            result = Settling(declared.graph, squashes, recorded).run(
                order, recursive=release.version >= (6, 0)
            )
            if not any(_same(result, other) for other in results):
                results.append(result)
    return tuple(results)


def _refused(declared: Declared) -> Settled:
    texts = tuple(sorted({text for _, text in declared.unknown_apps}))
    subjects = tuple(sorted({key for key, _ in declared.unknown_apps}))
    return Settled(declared.graph, refusal=Refusal("ValueError", texts, subjects))


def _same(one: Settled, other: Settled) -> bool:
    if one.refusal or other.refusal:
        return one.refusal == other.refusal
    return (one.gained, one.lost, one.graph.parents, one.graph.missing) == (
        other.gained,
        other.lost,
        other.graph.parents,
        other.graph.missing,
    )


def touching(release: Release) -> tuple[MigrationKey, ...]:
    """The squashes that share a key with another, sorted: where the order in which Django meets them can decide."""
    groups = _groups({squash.key: frozenset((squash.key, *squash.replaces)) for squash in release.squashes})
    return tuple(sorted(key for group in groups if len(group) > 1 for key in group))


@lru_cache(maxsize=64)
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
