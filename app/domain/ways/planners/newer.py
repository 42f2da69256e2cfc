"""
Ways out where a row is that of a newer release, which would be refused here (D215).

There the gap before it is D101. So it is answered there, and then held against the release of now.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.findings import Code, Finding
from app.domain.ways.planners.dependency import draft_to_record
from app.domain.ways.planners.detour import draft_to_unrecord
from app.domain.ways.proof import proven
from app.domain.ways.way import Draft, ProvenWay, Situation


def of_newer_row(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Record what the newest release that has it lacks there, or run it on that release with the rows out meanwhile."""
    for release in situation.others:
        if finding.subject not in release.migrations:
            continue
        there = situation.at(release)
        gaps = [
            gap
            for gap in there.drift.findings
            if gap.code is Code.MISSING_DEPENDENCY and gap.subject == finding.subject
        ]
        ways = [_answering(situation, finding, draft) for draft in _drafts(there, gaps)]
        if any(ways):
            yield from ways
            return


def _drafts(there: Situation, gaps: list[Finding]) -> Iterator[Draft]:
    if gaps:
        yield draft_to_record(there, gaps)
        unrecord = draft_to_unrecord(there, gaps, id_="unrecord-migrate-record")
        if unrecord:
            yield unrecord


def _answering(situation: Situation, finding: Finding, draft: Draft) -> ProvenWay | None:
    """The way of a gap on the newer release as one of the finding on this one."""
    return proven(situation, replace(draft, findings=(finding,)))
