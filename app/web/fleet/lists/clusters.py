"""The environments in step by the history that they share: one line for each history instead of hundreds of tiles."""

from collections.abc import Sequence

from app.domain.english import count, listed
from app.domain.fleet.shared_histories import SharedHistory, shared_histories
from app.web.fleet.lists.plan import ListPlan
from app.web.fleet.lists.shown import MAX_TILES, shown
from app.web.fleet.lists.views import Cluster
from app.web.fleet.selection import FleetSelection
from app.web.layout.views import Link
from app.web.urls.compare import CompareAddress, SideSegment

MAX_CLUSTERS = 12
"""So many histories have a line; the list of all environments has the others."""

MAX_NAMES = 3
"""A line names so many of its environments."""


def cluster_plans(fleet: FleetSelection, plan: ListPlan) -> tuple[tuple[SharedHistory, ListPlan], ...]:
    """The histories of a list of environments in step, the most shared first; none where all fit as tiles."""
    if not plan.in_step or len(plan.entries) <= MAX_TILES:
        return ()
    return fleet.facts.of_all(
        "shared histories", (fleet.filters.pairs, plan.name), lambda: _cluster_plans(plan)
    )


def _cluster_plans(plan: ListPlan) -> tuple[tuple[SharedHistory, ListPlan], ...]:
    entries = {entry[0].environment: entry for entry in plan.entries}
    shared = shared_histories(sighting for sighting, _ in plan.entries)[:MAX_CLUSTERS]
    return tuple(
        (
            each,
            ListPlan(
                f"history-{each.shape[:10]}",
                [entries[slug] for slug in each.environments],
                in_step=True,
                folded=True,
            ),
        )
        for each in shared
    )


def clusters(fleet: FleetSelection, plan: ListPlan) -> tuple[Cluster, ...]:
    """The lines of these histories. Each leads to its environments, to one of them for ever, and to a comparison."""
    found = cluster_plans(fleet, plan)
    return tuple(_cluster(fleet, each, own, [first for first, _ in found]) for each, own in found)


def _cluster(
    fleet: FleetSelection, shared: SharedHistory, plan: ListPlan, all_shared: Sequence[SharedHistory]
) -> Cluster:
    number, first = len(shared.environments), shared.environments[0]
    largest = all_shared[0].environments[0]
    others = None
    if shared is not all_shared[0]:
        sides = (SideSegment(largest), SideSegment(first))
        address = CompareAddress.live(fleet.facts.project.slug, *sides, release=fleet.address.release_text)
        others = Link("Compare with the most shared", address.page())
    return Cluster(
        f"{count(number, 'environment')} share one history"
        if number > 1
        else "1 environment has one of its own",
        listed(shared.environments, MAX_NAMES),
        shared.shape[:8],
        Link("Pinned history", fleet.address.lasting_environment(first)),
        others if fleet.facts.at is None else None,
        shown(fleet, plan),
    )
