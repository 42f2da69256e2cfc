"""The first way out of a finding in short, for the page of its environment."""

from app.domain.ways import ProvenWay
from app.domain.ways.way import Step, StepKind
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.ways.section import NOTE, after, anchor
from app.web.environment.finding.ways.steps import changes_of, step_view
from app.web.environment.finding.ways.views import FirstWay, Line, StepView
from app.web.layout.views import Link

OTHERS = {1: "1 more way", 0: ""}
"""The words of the link to the other ways; of more than one they are counted."""

MAX_LINES = 40
"""A command with more lines stands on the page of the finding alone."""


def first_way(facts: FindingFacts) -> FirstWay | None:
    """The first way: when it fits, its first command, what it promises; None where there is none."""
    if not facts.ways:
        return None
    way, *others = facts.ways
    step = _first_deed(way)
    more = OTHERS.get(len(others), f"{len(others)} more ways")
    page = facts.address.page()
    shown = step_view(step, facts.dialect, facts.situation.release)
    lines = _changes(shown)
    is_long = len(lines) > MAX_LINES
    return FirstWay(
        way.title,
        way.fits_when,
        after(way.after),
        f"Its {len(lines):,} lines stand on its page." if is_long else shown.words,
        () if is_long else lines,
        Link("Check first", f"{page}{anchor(way)}"),
        Link(more, f"{page}#ways-out") if more else None,
        NOTE,
    )


def _first_deed(way: ProvenWay) -> Step:
    """The first step that changes something; a way without one is only to be read."""
    return next((step for step in way.steps if step.kind is not StepKind.CHECK), way.steps[0])


def _changes(step: StepView) -> tuple[Line, ...]:
    """What is typed; of a script the statements alone, without its guards, which stand on the page of the finding."""
    return step.core or changes_of(step.lines) or step.lines
