"""The recorded order along time: a bar per deploy, pins for the rows of findings, and the edges that look odd."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain import english
from app.domain.deploys import Deploy, deploys
from app.domain.drift import Drift
from app.domain.drift.inversion import Inversion, Weight
from app.domain.findings import Finding
from app.domain.history import History
from app.web.environment.history.timeline import Marked, Timeline, timeline
from app.web.environment.panel import KeyLink, Links
from app.web.facts.live import EnvironmentFacts

DEPLOYS = 60
"""So many are drawn, the newest; more where a finding's row is older."""
PINS = 6
ODD = 8
"""So many odd edges are shown at once, the rest on demand."""
TIMES = "Django does not look at times, this is for people."
_WEIGHTS = (Weight.UNEXPLAINED, Weight.AMBIGUOUS, Weight.EXPLAINED)


@dataclass(frozen=True, slots=True)
class OddEdge:
    """Two rows that stand the other way round, and why that may be."""

    child: KeyLink
    parent: KeyLink
    reason: str
    weight: str


@dataclass(frozen=True, slots=True)
class RecordedOrder:
    """The whole section; without a time that can be read there is no drawing, and `sentence` says so."""

    sentence: str
    timeline: Timeline | None
    odd: tuple[OddEdge, ...]
    more_odd: tuple[OddEdge, ...]


def recorded_order(facts: EnvironmentFacts, linked: Links | None) -> RecordedOrder | None:
    """None where nothing was ever collected, or nothing is recorded."""
    if facts.snapshot is None or not facts.snapshot.history.rows:
        return None
    history, drift = facts.snapshot.history, facts.drift
    found = deploys(history)
    marked = tuple(_marked(history, drift.findings)) if drift else ()
    first = min((moment for _, _, moment in marked[:PINS]), default=None)
    older = sum(1 for deploy in found if first is None or deploy.end < first)
    shown = found[min(older, max(0, len(found) - DEPLOYS)) :]
    odd = _odd(drift, linked) if drift and linked else ()
    return RecordedOrder(
        _sentence(history, found, shown),
        timeline(history, shown, marked[:PINS]) if shown else None,
        odd[:ODD],
        odd[ODD:],
    )


def _sentence(history: History, found: Sequence[Deploy], shown: Sequence[Deploy]) -> str:
    rows = english.count(len(history.rows), "row")
    if not found:
        return f"{rows}, none with a time that can be read: there is nothing to draw. {TIMES}"
    timeless = len(history.rows) - sum(deploy.rows for deploy in found)
    left_out = (
        f" {english.count(timeless, 'row')} without a time that can be read left out." if timeless else ""
    )
    if len(shown) < len(found):
        many = f"the last {len(shown)} deploys of {len(found)} shown"
    else:
        many = f"{english.count(len(found), 'deploy')}"
    return f"{rows}, {many}. {TIMES}{left_out}"


def _marked(history: History, findings: Iterable[Finding]) -> Iterator[Marked]:
    """The findings whose subject has rows, with the place and the time of each; the worst first."""
    wanted: dict[object, Finding] = {}
    for finding in findings:
        wanted.setdefault(finding.subject, finding)
    found = [
        (wanted[row.key], place, moment)
        for place, row in enumerate(history.rows, start=1)
        if row.key in wanted and (moment := row.applied_at) is not None
    ]
    yield from sorted(found, key=lambda one: (one[0].code.severity, one[1]))


def _odd(drift: Drift, linked: Links) -> tuple[OddEdge, ...]:
    """What nothing explains first."""

    def weight(odd: Inversion) -> int:
        return _WEIGHTS.index(odd.weight)

    found = []
    for odd in sorted(drift.inversions, key=weight):
        child, parent = linked((odd.child, odd.parent))
        found.append(OddEdge(child, parent, odd.reason.sentence, odd.weight.value))
    return tuple(found)
