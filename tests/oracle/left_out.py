"""
Releases of which we do not see one app, with rows.

Half of them have one more edge to or from that app, named by a file that we see: onto a row whose parent has none.

    seen:       a.1  <--  a.2 --run_before--+            b.3, with a row, needs a.2, which has none
    not seen:                               +-->  b.3
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, declare
from tests.oracle.strategies import rarely, releases, rows


@dataclass(frozen=True)
class LeftOut:
    """The whole release, the label of the app that we do not see, and the rows."""

    whole: Release
    label: str
    rows: list[MigrationKey]

    @property
    def part(self) -> Release:
        """The release as we see it."""
        whole = self.whole
        return Release.of(
            (migration for migration in whole.migrations.values() if migration.key.app_label != self.label),
            django=whole.django,
            settings=whole.settings,
            unmigrated_apps=whole.unmigrated_apps,
            complete=False,
        )


@st.composite
def left_out(draw: st.DrawFn, *, django: str) -> LeftOut:
    """Draw a release, the app that we do not see, and rows."""
    whole = draw(releases(django=django))
    label = draw(st.sampled_from(sorted(whole.apps)))
    graph = declare(whole).graph
    edges = list(_edges_across(whole, label, graph)) if draw(st.booleans()) else []
    if not edges:
        return LeftOut(whole, label, draw(rows(whole)))
    child, parent = draw(st.sampled_from(edges))
    recorded = [key for key in graph.topological_order if key in whole.migrations]
    if draw(rarely(8)):
        recorded.remove(child)  # then nothing is wrong with this edge
    else:
        needing = frozenset(graph.backwards_plan(parent)) - {child}
        recorded = [key for key in recorded if key not in needing]
    return LeftOut(_with_edge(whole, child, parent, seen=parent.app_label != label), label, recorded)


def _edges_across(
    whole: Release, label: str, graph: MigrationGraph
) -> Iterator[tuple[MigrationKey, MigrationKey]]:
    """Every child and parent, one of them in the app that we do not see, between which an edge closes no circle."""
    if graph.has_cycle:
        return
    for parent in whole.migrations:
        above = frozenset(graph.forwards_plan(parent))
        for child in whole.migrations:
            if (child.app_label == label) != (parent.app_label == label) and child not in above:
                yield child, parent


def _with_edge(whole: Release, child: MigrationKey, parent: MigrationKey, *, seen: bool) -> Release:
    """The release with the edge, which the parent names where that is the one that is `seen`, else the child."""
    migrations = dict(whole.migrations)
    if seen:
        owner = migrations[parent]
        migrations[parent] = replace(owner, run_before=(*owner.run_before, child))
    else:
        owner = migrations[child]
        migrations[child] = replace(owner, dependencies=(*owner.dependencies, parent))
    return Release.of(
        migrations.values(),
        django=whole.django,
        settings=whole.settings,
        unmigrated_apps=whole.unmigrated_apps,
    )
