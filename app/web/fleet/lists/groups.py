"""The groups of a fleet as the view of its page, and one list by itself."""

from collections.abc import Iterator
from itertools import chain

from app.domain.fleet.running_release import ReleaseBasis
from app.web.fleet.lists.clusters import cluster_plans, clusters
from app.web.fleet.lists.plan import GroupPlan, ListPlan, plans
from app.web.fleet.lists.shown import shown
from app.web.fleet.lists.views import Block, Group, ListPart
from app.web.fleet.rows import card
from app.web.fleet.selection import FleetSelection
from app.web.layout.left_out import left_out
from app.web.layout.views import VerdictView
from app.web.server.errors import NotFound

RELEASE_BASES = (ReleaseBasis.TOLD, ReleaseBasis.DECLARED)
"""Where a row says which release runs in its environment."""


def groups(fleet: FleetSelection) -> tuple[Group, ...]:
    """The groups of the environments that the filters let through."""
    planned = plans(fleet)
    number = sum(len(each.lists) for each in planned)
    return tuple(_group(fleet, each, number) for each in planned)


def _group(fleet: FleetSelection, plan: GroupPlan, lists: int) -> Group:
    return Group(
        plan.id,
        plan.title,
        plan.number,
        plan.meaning,
        None if plan.verdict is None else VerdictView.of(plan.verdict),
        tuple(chain.from_iterable(clusters(fleet, each) for each in plan.lists)),
        tuple(
            Block(
                None if each.cause is None else card(fleet, each.cause),
                shown(fleet, each, lists=lists),
                each.words,
            )
            for each in plan.lists
        ),
        plan.has_heading,
        left_out(plan.more, plan.noun, fleet.address.twin),
    )


def list_part(fleet: FleetSelection) -> ListPart:
    """The list that the address names, as it is now. Raises `NotFound` where there is none of that name any more."""
    planned = plans(fleet)
    number = sum(len(each.lists) for each in planned)
    plan = next((each for each in _all_lists(fleet, planned) if each.name == fleet.opening.name), None)
    if plan is None:
        raise NotFound("This list is empty now.", explanation="Nothing in the fleet belongs there any more.")
    return ListPart(shown(fleet, plan, lists=number), has_releases(fleet))


def _all_lists(fleet: FleetSelection, planned: tuple[GroupPlan, ...]) -> Iterator[ListPlan]:
    for group in planned:
        for each in group.lists:
            yield each
            yield from (own for _, own in cluster_plans(fleet, each))


def has_releases(fleet: FleetSelection) -> bool:
    """Whether rows say which release runs in their environments."""
    facts = fleet.facts
    is_said = facts.of_all(
        "has releases",
        None,
        lambda: any(running.basis in RELEASE_BASES for running in facts.running.values()),
    )
    return is_said or bool(facts.standings) or (facts.at is not None and facts.has_several_releases)
