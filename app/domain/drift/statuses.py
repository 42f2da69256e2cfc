"""The status of each migration. When several are true of it, it has the worst."""

from collections.abc import Mapping

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import Violations
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.status import Status

STATUS_OF_CODE = {
    Code.OUT_OF_ORDER: Status.OUT_OF_ORDER,
    Code.DUPLICATE: Status.DUPLICATE,
    Code.SQUASH_RESIDUE: Status.REPLACED,
    Code.FORMER_NAME: Status.REPLACED,
    Code.UNKNOWN: Status.UNKNOWN,
    Code.RENAMED: Status.UNKNOWN,
    Code.NEWER_RELEASE: Status.UNKNOWN,
}
"""The status that a finding gives its subject, the weakest first."""


def statuses_of(
    release: Release, resolution: Resolution, violations: Violations, findings: tuple[Finding, ...]
) -> Mapping[MigrationKey, Status]:
    """
    Return a status for every migration of the release, every row without a file in its apps and every missing key.

    They are sorted by key.
    """
    graph = resolution.graph
    statuses = dict.fromkeys(release.migrations, Status.REPLACED)
    statuses |= dict.fromkeys(graph.declared - resolution.applied, Status.PENDING)
    statuses |= dict.fromkeys(graph.declared & resolution.applied, Status.APPLIED)
    for key in resolution.substituted & resolution.applied & graph.declared:
        statuses[key] = Status.SQUASH
    for key in resolution.partial:
        statuses[key] = Status.PARTIAL_SQUASH
    covered = release.apps
    for code, status in STATUS_OF_CODE.items():
        for finding in findings:
            if finding.code is code and (code is not Code.DUPLICATE or finding.subject.app_label in covered):
                statuses[finding.subject] = status
    for finding in findings:
        if finding.code is Code.STARTS_ANEW:
            statuses |= dict.fromkeys(finding.related, Status.UNKNOWN)
    for leaves in graph.conflicts.values():
        statuses |= dict.fromkeys(leaves, Status.FORKED)
    statuses |= dict.fromkeys(graph.missing, Status.MISSING)
    for parents in violations.values():
        statuses |= dict.fromkeys(parents, Status.MISSING)
    statuses |= dict.fromkeys(violations, Status.MISSING_DEPENDENCY)
    return statuses if len(statuses) == len(release.migrations) else dict(sorted(statuses.items()))
