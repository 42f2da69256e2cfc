"""
The ways that answer everything that blocks, where several findings do.

Rows that are missing are put in together. Else one way follows another: each leaves fewer findings that block, and
where the ways that come first lead nowhere, the others are tried.
"""

from collections.abc import Callable, Iterator, Sequence

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.ways.planners import dependency, detour
from app.domain.ways.planners.missing import ran_otherwise
from app.domain.ways.proof import blocking, proven
from app.domain.ways.way import Draft, ProvenWay, Situation

MAX_FINDINGS = 20
"""Of more than this, of several kinds, no chain of ways is looked for: each round asks for the ways of all of them."""

MAX_TAKEN_OUT = 100
"""Of more missing rows none is answered by taking rows out for a while: each such step is tried on all rows."""

MAX_MOMENTS = 100
"""So many moments between two ways are looked at."""

Ways = tuple[ProvenWay, ...]
WaysOf = Callable[[Situation, Finding], Iterator[ProvenWay]]


def everything(situation: Situation, ways_of: WaysOf) -> Iterator[ProvenWay]:
    """The ways after which nothing blocks; `ways_of` gives those of one finding."""
    findings = blocking(situation.drift)
    if len(findings) < 2 or not situation.drift.is_outcome_certain:
        return
    ways: list[ProvenWay | None] = []
    if all(finding.code is Code.MISSING_DEPENDENCY for finding in findings):
        ways += _together(situation, findings, "everything", "everything-migrated")
    if not any(ways) and len(findings) <= MAX_FINDINGS:
        ways = [_chain(situation, ways_of)]
    yield from (way for way in ways if way)


def _chain(situation: Situation, ways_of: WaysOf) -> ProvenWay | None:
    """
    One way after another until nothing blocks, by a search in depth; None where none is found.

    Where something stays that is as bad, but for which Django does not refuse, a chain counts that ends there.
    """
    visited: set[tuple[str, tuple[MigrationKey, ...]]] = set()
    running: Ways = ()
    waiting: list[tuple[Situation, Ways, Iterator[ProvenWay]]] = [
        (situation, (), _next_ways(situation, ways_of))
    ]
    while waiting and len(visited) < MAX_MOMENTS:
        now, before, ways = waiting[-1]
        way = next(ways, None)
        if way is None:
            waiting.pop()
            continue
        then = now.at(way.end.release, way.end.history)
        moment = (then.release.fingerprint, tuple(sorted(row.key for row in then.history.rows)))
        if moment in visited:
            continue
        visited.add(moment)
        chain = (*before, way)
        if not blocking(then.drift):
            return _joined(situation, chain)
        if not then.drift.outcome.refuses:
            running = running or chain
        waiting.append((then, chain, _next_ways(then, ways_of)))
    return _joined(situation, running) if running else None


def _next_ways(situation: Situation, ways_of: WaysOf) -> Iterator[ProvenWay]:
    """The ways out of something that blocks: of a missing file first, then of missing rows together, then of each."""
    findings = blocking(situation.drift)
    missing = [finding for finding in findings if finding.code is Code.MISSING_DEPENDENCY]
    for finding in findings:
        if finding.code is not Code.MISSING_DEPENDENCY:
            yield from ways_of(situation, finding)
    if missing:
        yield from _together(situation, missing, "record-row", "unrecord-migrate-record")
    for finding in missing:
        yield from ways_of(situation, finding)


def _together(
    situation: Situation, findings: Sequence[Finding], record: str, unrecord: str
) -> Iterator[ProvenWay]:
    """What answers missing rows at once: they are recorded; or a few run, where none of them ran by another name."""
    ways = [dependency.record_rows(situation, findings, id_=record)]
    if len(findings) <= MAX_TAKEN_OUT and not ran_otherwise(situation, findings):
        ways.append(detour.unrecord_and_migrate(situation, findings, id_=unrecord))
    yield from (way for way in ways if way)


def _joined(situation: Situation, ways: Ways) -> ProvenWay | None:
    """The ways as one."""
    left = {(finding.code, finding.subject) for finding in ways[-1].after.left}
    answered = (each for each in blocking(situation.drift) if (each.code, each.subject) not in left)
    risks = dict.fromkeys(way.risk for way in ways if way.risk)
    loses = dict.fromkeys(name for way in ways for name in way.loses)
    draft = Draft(
        "everything",
        "Everything that blocks, one after another",
        "Each of its checks holds.",
        tuple(answered),
        tuple(step for way in ways for step in way.steps),
        " ".join(risks),
        tuple(loses),
    )
    return proven(situation, draft)
