"""What one history has before it when a release comes: the answer, the steps, and the first thing to know."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.drift.headline import Headline, not_judged
from app.domain.drift.lead import has_more
from app.domain.english import count
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.readiness.answer import Answer, answer_of, grounds
from app.domain.readiness.steps import Steps, steps_of
from app.domain.runbook import sentence
from app.domain.status import Status

LACKING = frozenset({Status.PENDING, Status.MISSING, Status.FORKED})
"""The statuses of what a history lacks where Django refuses, so that there is no plan."""


@dataclass(frozen=True, eq=False)
class Prospect:
    """One history against the release that may come; `label` is what people call the release."""

    drift: Drift
    label: str

    @cached_property
    def answer(self) -> Answer:
        """Whether the release can go there."""
        return answer_of(self.drift)

    @cached_property
    def grounds(self) -> tuple[Finding, ...]:
        """The findings for which the answer is not yes, the one to tell first at the beginning."""
        return grounds(self.drift)

    @cached_property
    def steps(self) -> Steps | None:
        """What it would run; None where it cannot take the release, or nobody can tell."""
        plan = self.drift.outcome.plan
        if plan is None or self.answer in (Answer.NO, Answer.UNKNOWN):
            return None
        return steps_of(self.drift.release, plan)

    @cached_property
    def lacks(self) -> frozenset[MigrationKey]:
        """The migrations of the release that have yet to run there."""
        plan = self.drift.outcome.plan
        if plan is not None:
            return frozenset(plan)
        applied = self.drift.resolution.applied
        statuses = self.drift.statuses.items()
        return frozenset(key for key, status in statuses if status in LACKING and key not in applied)

    @cached_property
    def first_thing(self) -> Headline:
        """The first thing to know before the release goes there, in one sentence."""
        if self.grounds:
            return self._of_findings()
        if self.answer is Answer.NO:
            return Headline("Django refuses every migrate.")
        if self.answer is Answer.UNKNOWN:
            return Headline(f"This cannot be judged: {not_judged(self.drift, self.label)}.")
        if self.drift.leads:
            return Headline(f"It has {has_more(self.drift.leads)}, which {self.label} does not know.")
        return _of_steps(self.steps, self.label)

    def _of_findings(self) -> Headline:
        first, *others = self.grounds
        more = f" And {count(len(others), 'more finding')}." if others else ""
        said = sentence(first, circumstances_of(self.drift, first))
        return Headline(f"{said}{more}", (first.subject, *first.related))


def _of_steps(steps: Steps | None, label: str) -> Headline:
    """The first thing to know of a plan that runs: its first one-way step, else what it drops or nobody knows."""
    if steps is None or not steps.plan:
        return Headline(f"It has everything {label} has.")
    if steps.one_way:
        first = steps.one_way[0]
        return Headline(f"Stops being reversible at step {steps.position(first):,}: {first}.", (first,))
    if steps.dropping:
        first = steps.dropping[0]
        return Headline(f"Drops data at step {steps.position(first):,}: {first}.", (first,))
    if steps.unknown:
        first = steps.unknown[0]
        said = f"Whether step {steps.position(first):,} can be unapplied is not known: {first}."
        return Headline(said, (first,))
    return Headline(steps.way_back)
