"""The comparison: one release against one history. No I/O, no clock; a result is named by two fingerprints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.drift.blocking import blocking_findings
from app.domain.drift.inversion import Inversion, Weight
from app.domain.drift.recorded_order import inversions
from app.domain.drift.statuses import statuses_of
from app.domain.drift.trouble import trouble_findings
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.commands import EVERYTHING, migrate_on
from app.domain.outcome.consistency import violations
from app.domain.outcome.outcome import one_or_undefined
from app.domain.release import Release
from app.domain.resolution import Resolution, declare
from app.domain.resolution.squash import resolutions
from app.domain.status import Status


@dataclass(frozen=True, eq=False)
class Drift:
    """
    All that one comparison says.

    `statuses` has every migration of the release, every unknown row and every missing key, sorted by key. `not_covered`
    holds the app labels that rows or files mention and the release does not have. `inversions` are the edges whose rows
    were recorded the other way round; only the unexplained ones are findings.
    """

    release: Release
    history: History
    resolution: Resolution
    statuses: Mapping[MigrationKey, Status]
    findings: tuple[Finding, ...]
    outcome: Outcome
    not_covered: tuple[str, ...]
    inversions: tuple[Inversion, ...] = ()

    @cached_property
    def verdict(self) -> Verdict:
        """
        The worst finding speaks; nothing is in step, or behind, that could not be read whole.

        Nor is it blocked: with a file unread an app looks forked, or a parent missing, that is not. A row without the
        row that it needs is there all the same.
        """
        if self.release.unreadable and self.outcome.raises != "InconsistentMigrationHistory":
            return Verdict.UNSEEN
        if self.outcome.refuses:
            return Verdict.BLOCKED
        if any(finding.code.severity is not Severity.INFORMATION for finding in self.findings):
            return Verdict.DRIFTED
        return Verdict.BEHIND if self.outcome.plan else Verdict.IN_STEP


def compare(
    release: Release, history: History, *, alias: str = "default", earlier: Sequence[Release] = ()
) -> Drift:
    """
    Hold a history against a release.

    `alias` is the database's name in Django's messages; `earlier` are releases that this history may have run before,
    which can explain an odd recorded order. Linear in migrations, edges and rows.
    """
    found = resolutions(release, history.recorded)
    outcome = one_or_undefined(migrate_on(release, history, one, EVERYTHING, alias) for one in found)
    resolution = found[0]
    not_covered = _not_covered(release, history)
    # Where Django has no graph it does not come to look at the rows.
    pairs = {} if resolution.refusal else violations(release, history.recorded, resolution.graph)
    inverted = inversions(release, history, resolution.graph, earlier=earlier)
    odd: dict[MigrationKey, list[MigrationKey]] = {}
    for inversion in inverted:
        if inversion.weight is Weight.UNEXPLAINED:
            odd.setdefault(inversion.child, []).append(inversion.parent)
    findings = (
        *blocking_findings(release, resolution, outcome, pairs),
        *trouble_findings(release, history, resolution, outcome, not_covered),
        *(Finding(Code.OUT_OF_ORDER, child, tuple(parents)) for child, parents in odd.items()),
    )
    ordered = tuple(sorted(findings))
    statuses = statuses_of(release, resolution, pairs, ordered)
    return Drift(
        release, history, resolution, statuses, ordered, outcome, tuple(sorted(not_covered)), inverted
    )


def _not_covered(release: Release, history: History) -> frozenset[str]:
    """The app labels that rows or files mention, and of which this release has neither a file nor a word."""
    labels = {key.app_label for key in history.recorded - release.migrations.keys()} - release.apps
    replaced = {key.app_label for squash in release.squashes for key in squash.replaces}
    return frozenset(declare(release).not_covered) | (labels - replaced)
