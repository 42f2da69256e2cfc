"""The rows of the table, an environment each."""

from collections.abc import Iterator, Sequence

from app.domain.readiness import Readiness, Steps
from app.web.facts.pinned.addresses import pinned_part
from app.web.layout.comparing import compare_address
from app.web.readiness.answers import answer_view
from app.web.readiness.notes import first_thing, notes
from app.web.readiness.selection import Selection
from app.web.readiness.views import PlanBar, ReadinessRow
from app.web.urls.environment import EnvironmentAddress

WHOLE = 1000
"""The length of the bar of the longest plan."""

LEAST = 10
"""A shorter stretch of one-way steps is drawn so long, or nobody would see it."""


def rows(selection: Selection, shown: Sequence[Readiness]) -> tuple[ReadinessRow, ...]:
    """The rows of these environments, in this order."""
    return tuple(_row(selection, number, each) for number, each in enumerate(shown, start=1))


def _row(selection: Selection, number: int, each: Readiness) -> ReadinessRow:
    facts, slug = selection.facts, each.environment
    info, steps = selection.info(slug), each.steps
    return ReadinessRow(
        number=number,
        slug=slug,
        href=_page_of(selection, each),
        answer=answer_view(each.answer),
        place=" · ".join(filter(None, (info.tier, info.region))),
        plan=None if steps is None else plan_bar(steps, selection.longest),
        one_way=len(steps.one_way) if steps else 0,
        first_thing=first_thing(facts, each),
        notes=notes(facts, each),
        now_on=now_on(selection, each),
        unfolds=facts.address.environment(slug),
        compare=compare_address(facts.project, slug, live_page=facts.at is None),
    )


def now_on(selection: Selection, each: Readiness) -> str:
    """The release that runs there: as it was told, else where the rows stand, else as it is declared; or empty."""
    standing = selection.facts.fleet.standings.get(each.environment)
    is_deduced = standing is not None and each.base in ("", standing.last)
    return standing.brief if standing is not None and is_deduced else each.base


def _page_of(selection: Selection, each: Readiness) -> str:
    """The page of the environment against this release; pinned where this page is."""
    facts = selection.facts
    worst = (each.parts or (each,))[0].sighting
    chosen = facts.fleet.release_of(each.environment)
    pinned = None if facts.at is None else pinned_part(facts.project, worst, chosen, worst.seen_at)
    if pinned is not None:
        return pinned.page()
    named = facts.release.fingerprint if facts.reference.pinned else facts.reference.label
    return EnvironmentAddress.live(facts.project.slug, each.environment, release=named).page()


def plan_bar(steps: Steps, longest: int) -> PlanBar:
    """The bar of a plan, where the longest plan has `longest` steps."""
    scale = WHOLE / max(1, longest)
    number = len(steps.plan)
    stretches = tuple(_stretches([steps.position(key) for key in steps.one_way], scale))
    return PlanBar(number, round(number * scale), stretches)


def _stretches(positions: Sequence[int], scale: float) -> Iterator[tuple[int, int]]:
    """Yield the start and the length of each stretch of the bar with one-way steps; those that touch are one."""
    start = end = -1
    for position in positions:
        first, last = (
            round((position - 1) * scale),
            max(round(position * scale), round((position - 1) * scale) + LEAST),
        )
        if first <= end:
            end = last
            continue
        if start >= 0:
            yield start, min(end, WHOLE) - start
        start, end = min(first, WHOLE - LEAST), last
    if start >= 0:
        yield start, min(end, WHOLE) - start
