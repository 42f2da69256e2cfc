"""Which status each migration has: the worst word that is true of it."""

from collections.abc import Mapping

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import Pairs
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.status import Status

MARKED = {
    Code.OUT_OF_ORDER: Status.OUT_OF_ORDER,
    Code.DUPLICATE: Status.DUPLICATE,
    Code.SQUASH_RESIDUE: Status.REPLACED,
    Code.UNKNOWN: Status.UNKNOWN,
}
"""The findings whose subject bears a status, the weakest first."""


def statuses_of(
    release: Release, resolution: Resolution, pairs: Pairs, findings: tuple[Finding, ...]
) -> Mapping[MigrationKey, Status]:
    """Sorted by key: every migration of the release, every row without a file in its apps, every missing key."""
    graph = resolution.graph
    statuses = dict.fromkeys(release.migrations, Status.REPLACED)
    statuses |= dict.fromkeys(graph.declared - resolution.applied, Status.PENDING)
    statuses |= dict.fromkeys(graph.declared & resolution.applied, Status.APPLIED)
    for key in resolution.substituted & resolution.applied & graph.declared:
        statuses[key] = Status.SQUASH
    for key in resolution.partial:
        statuses[key] = Status.PARTIAL_SQUASH
    covered = release.apps
    for code, status in MARKED.items():
        for finding in findings:
            if finding.code is code and (code is not Code.DUPLICATE or finding.subject.app_label in covered):
                statuses[finding.subject] = status
    for finding in findings:
        if finding.code is Code.STARTS_ANEW:
            statuses |= dict.fromkeys(finding.related, Status.UNKNOWN)
    for leaves in graph.conflicts.values():
        statuses |= dict.fromkeys(leaves, Status.FORKED)
    statuses |= dict.fromkeys(graph.missing, Status.MISSING)
    for parents in pairs.values():
        statuses |= dict.fromkeys(parents, Status.MISSING)
    statuses |= dict.fromkeys(pairs, Status.MISSING_DEPENDENCY)
    return statuses if len(statuses) == len(release.migrations) else dict(sorted(statuses.items()))
