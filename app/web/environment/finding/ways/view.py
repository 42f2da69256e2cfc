"""The ways out of one finding, as pages show them."""

from dataclasses import dataclass

from app.domain.reports.ways import after
from app.domain.ways import ProvenWay
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.way import Step
from app.web.layout.views import VerdictView


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a way: `command` is what is copied, empty where there is nothing to type."""

    kind: str
    text: str
    command: str
    release: str
    expect: str


@dataclass(frozen=True, slots=True)
class WayView:
    """One way out, with the verdict after it in words."""

    id: str
    title: str
    fits_when: str
    steps: tuple[StepView, ...]
    loses: tuple[str, ...]
    risk: str
    undo: tuple[StepView, ...]
    verdict: VerdictView
    after: str


def way_view(way: ProvenWay, dialect: Dialect) -> WayView:
    """One way out in the SQL of one kind of database."""
    return WayView(
        way.id,
        way.title,
        way.fits_when,
        tuple(_step(step, dialect) for step in way.steps),
        way.loses,
        way.risk,
        tuple(_step(step, dialect) for step in way.undo),
        VerdictView.of(way.after.verdict),
        after(way),
    )


def _step(step: Step, dialect: Dialect) -> StepView:
    command = script(step, dialect) or (step.text if step.run else "")
    return StepView(step.kind.value, step.text, command, step.release or "", step.expect)
