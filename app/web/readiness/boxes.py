"""The two boxes over the table: what stops environments, and the steps after which there is no way back."""

from collections.abc import Sequence

from app.domain import runbook
from app.domain.english import count, listed
from app.domain.fleet.causes import SharedFinding
from app.domain.keys import MigrationKey
from app.domain.readiness import Answer, Readiness
from app.domain.readiness.steps import why_one_way
from app.web.facts.comparisons import known_circumstances_of
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.views import Box, BoxLine
from app.web.wording import rich_text as text

MAX_LINES = 6
"""A box has so many lines and counts the others."""

MAX_NAMED = 2
"""A line names so many environments; more of them are counted."""


def boxes(facts: ReadinessFacts) -> tuple[Box, ...]:
    """Both boxes; none where nothing was seen."""
    if facts.outlook.counts[Answer.UNKNOWN] == len(facts.outlook.environments):
        return ()
    key = facts.reference.segment
    return facts.fleet.of_all("readiness boxes", key, lambda: (_stops(facts), _one_way(facts)))


def _stops(facts: ReadinessFacts) -> Box:
    stops, shown = facts.outlook.stops, facts.outlook.stops[:MAX_LINES]
    unexplained = sum(not each.stops for each in facts.outlook.refused)
    nothing = (
        "Nothing that was seen."
        if not unexplained
        else f"Django refuses in {count(unexplained, 'environment')}."
    )
    return Box(
        "what-stops-it",
        "What stops it",
        tuple(_stop(facts, stop) for stop in shown),
        nothing,
        _more(len(stops), "further finding"),
    )


def _stop(facts: ReadinessFacts, stop: SharedFinding) -> BoxLine:
    finding, first = stop.finding, facts.outlook.by_slug[stop.environments[0]]
    drift = next(
        part.prospect.drift
        for part in first.parts or (first,)
        if part.prospect is not None and finding in part.prospect.drift.finding_set
    )
    circumstances = known_circumstances_of(drift, finding)
    said = runbook.sentence(finding, circumstances)
    return BoxLine("blocked", text.of(finding, said), where(stop.environments), listed(stop.environments))


def _one_way(facts: ReadinessFacts) -> Box:
    steps = facts.outlook.one_way
    return Box(
        "no-way-back",
        "After which there is no way back",
        tuple(_step(facts, key, number) for key, number in steps[:MAX_LINES]),
        _no_one_way(facts.outlook.environments),
        _more(len(steps), "further step"),
    )


def _step(facts: ReadinessFacts, key: MigrationKey, number: int) -> BoxLine:
    why = why_one_way(facts.release.migrations[key])
    plans = "in one plan" if number == 1 else f"in {number:,} plans"
    return BoxLine("irreversible", text.with_keys(f"{key}, {why},", [key]), plans)


def _no_one_way(environments: Sequence[Readiness]) -> str:
    """What is said where no step is known to be one-way: that of some it is not known is no comfort."""
    unknown = {key for each in environments for plan in each.plans for key in plan.unknown}
    if unknown:
        return f"No step is known to be irreversible; of {count(len(unknown), 'step')} nobody can tell."
    return (
        "Every step of every plan can be unapplied."
        if any(p.plan for e in environments for p in e.plans)
        else "Nothing is to be run."
    )


def where(environments: Sequence[str]) -> str:
    """`In 3 environments.`, `In production-apac.`"""
    if len(environments) <= MAX_NAMED:
        return f"In {listed(environments)}."
    return f"In {count(len(environments), 'environment')}."


def _more(number: int, noun: str) -> str:
    return f"And {count(number - MAX_LINES, noun)}." if number > MAX_LINES else ""
