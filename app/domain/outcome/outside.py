"""
Edges to and from apps that a release does not cover, judged by the rows where these are there.

    cms (covered)          0001  <--  0002 --run_before--+
                                                         v
    wagtailcore (not)      0071 ...                      0072     has a row: Django refuses while cms.0002 has none

What an app that is not covered holds is not known, and often it need not be. Whether `wagtailcore.0072` has a file, is
replaced, or is gone, Django ends with an error: InconsistentMigrationHistory or NodeNotFoundError. The exception is a
squash: without a row of its own it is applied when all that it replaces is, and its own row counts only together with
theirs. So what the name of a squash is at one end of, only its files decide; and so it is with a dependency that a
squash with a row may replace, by their names. What no name tells is taken for no squash.

Source: `MigrationLoader.build_graph` and `check_consistent_history` in `django/db/migrations/loader.py`.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from app.domain.keys import FIRST, LATEST, MigrationKey
from app.domain.outcome.consistency import Violations, all_replaced_applied, violations
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, declare

OutsideEdge = tuple[MigrationKey, MigrationKey]
"""A child and its parent. The release covers the app of one of them."""

SQUASH_NAME_PART = "_squashed"
"""Every name that `squashmigrations` makes contains this."""


@lru_cache(maxsize=8)
def all_violations(
    release: Release, recorded: AbstractSet[MigrationKey], graph: MigrationGraph
) -> Violations:
    """
    Return `violations`, and those of edges to and from apps that the release does not cover; sorted.

    A parent that is not covered counts only where another row of its app is there: the rows may be of some apps alone.
    One comparison asks several times, so the last answers are kept.
    """
    parents_without_row = {
        child: set(parents) for child, parents in violations(release, recorded, graph).items()
    }
    for child, parent in _without_row(release, recorded, graph):
        if not _is_of_squash(release, recorded, child, parent):
            parents_without_row.setdefault(child, set()).add(parent)
    return {child: tuple(sorted(parents)) for child, parents in sorted(parents_without_row.items())}


def undecided_edges(
    release: Release, recorded: AbstractSet[MigrationKey], graph: MigrationGraph
) -> tuple[OutsideEdge, ...]:
    """Return the edges of which the app that is not covered decides whether Django refuses, sorted."""
    edges = _without_row(release, recorded, graph)
    return tuple(
        sorted((child, parent) for child, parent in edges if _is_of_squash(release, recorded, child, parent))
    )


def _is_of_squash(
    release: Release, recorded: AbstractSet[MigrationKey], child: MigrationKey, parent: MigrationKey
) -> bool:
    """Whether the end that the release does not cover has the name of a squash, or of what one with a row replaces."""
    if parent.app_label in release.apps:
        return SQUASH_NAME_PART in child.name
    return SQUASH_NAME_PART in parent.name or any(_may_replace(key, parent) for key in recorded)


def _may_replace(squash: MigrationKey, key: MigrationKey) -> bool:
    """Whether a squash may replace a migration, by its name: `0001_initial_squashed_0004_price` does from 0001 on."""
    first, part, _ = squash.name.partition(SQUASH_NAME_PART)
    return bool(part) and squash.app_label == key.app_label and first <= key.name


def _without_row(
    release: Release, recorded: AbstractSet[MigrationKey], graph: MigrationGraph
) -> Iterator[OutsideEdge]:
    edges = outside_edges(release)
    if not edges:
        return
    labels = {key.app_label for key in recorded}
    squash_of = _squash_of(release, graph)
    for child, parent in edges:
        if parent.app_label in release.apps:
            if child in recorded:
                for node in _parents_now(release, graph, squash_of, parent):
                    if node not in recorded and not all_replaced_applied(release, node, recorded):
                        yield child, node
        elif parent not in recorded and parent.app_label in labels:
            node = child if child in graph.declared else squash_of.get(child, child)
            if node in graph.declared and node in recorded:
                yield node, parent


def _squash_of(release: Release, graph: MigrationGraph) -> Mapping[MigrationKey, MigrationKey]:
    """For each migration that is not in the graph, the squash that stands in for it there."""
    squash_of: dict[MigrationKey, MigrationKey] = {}
    for squash in release.squashes:
        if squash.key in graph.declared:
            waiting = list(squash.replaces)
            while waiting:
                key = waiting.pop()
                if key not in squash_of and key not in graph.declared:
                    squash_of[key] = squash.key
                    waiting += release.migrations[key].replaces if key in release.migrations else ()
    return squash_of


def _parents_now(
    release: Release,
    graph: MigrationGraph,
    squash_of: Mapping[MigrationKey, MigrationKey],
    parent: MigrationKey,
) -> tuple[MigrationKey, ...]:
    """
    The nodes of the graph that a child of this migration has as parents: itself, the squash that stands in for it.

    Of a squash that stepped aside, what it replaces stands in, the last of them.
    """
    if parent in graph.declared:
        return (parent,)
    if parent in squash_of:
        return (squash_of[parent],)
    replaced = {key for key in release.migrations[parent].replaces if key in graph.declared}
    inner = {above for key in replaced for above in graph.parents[key]}
    return tuple(sorted(replaced - inner))


@lru_cache(maxsize=64)
def outside_edges(release: Release) -> tuple[OutsideEdge, ...]:
    """The edges that name a migration of an app that the release does not cover, sorted."""
    not_covered = frozenset(declare(release).not_covered)
    edges: set[OutsideEdge] = set()
    for migration in release.migrations.values() if not_covered else ():
        references = [
            *((migration.key, key, key) for key in migration.dependencies),
            *((key, migration.key, key) for key in migration.run_before),
        ]
        edges.update(
            (child, parent)
            for child, parent, reference in references
            if reference.app_label in not_covered and reference.name not in (FIRST, LATEST)
        )
    return tuple(sorted(edges))
