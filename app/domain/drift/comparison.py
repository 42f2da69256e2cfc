"""
The comparison of one release with one history.

It has no clock and does no I/O, so two fingerprints name a result.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.drift.blocking import blocking_findings, undefined_findings
from app.domain.drift.chance import possible_findings
from app.domain.drift.lead import Lead
from app.domain.drift.order.doubtful import doubtful_rows
from app.domain.drift.order.inversion import Inversion, Weight
from app.domain.drift.order.recorded_order import inversions_of
from app.domain.drift.relabelling import relabelled
from app.domain.drift.statuses import statuses_of
from app.domain.drift.surroundings import surroundings_findings
from app.domain.drift.trouble import makemigrations_findings, squash_findings, trouble_findings
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.commands import MIGRATE_ALL, migrate_on
from app.domain.outcome.consistency import Violations
from app.domain.outcome.outcome import one_or_undefined
from app.domain.outcome.outside import OutsideEdge, undecided_edges
from app.domain.release import Release
from app.domain.resolution import Resolution, declare
from app.domain.resolution.squash import resolutions
from app.domain.status import Status

ROW_OF_ANOTHER_FILE = frozenset({Code.REUSED_NAME, Code.DOUBTFUL_ROW})
"""The codes that say of a row that another file wrote it, or may have."""


@dataclass(frozen=True, eq=False)
class Drift:
    """
    The result of one comparison.

    `statuses` has every migration of the release, every unknown row and every missing key, sorted by key. `findings`
    are sorted, those of `by_chance` behind the others of their severity. `not_covered` are the labels of apps that rows
    or files mention and the release does not hold, sorted.
    `inversions` are the edges whose rows were recorded the other way round; only the unexplained ones are findings.
    `undecided` are edges, child and parent, of which an app that is not covered decides whether Django refuses.
    `leads` are what the history has of newer releases; a comparison alone knows none. `by_chance` are the findings that
    are there in some runs of Django and not in others.
    """

    release: Release
    history: History
    resolution: Resolution
    statuses: Mapping[MigrationKey, Status]
    findings: tuple[Finding, ...]
    outcome: Outcome
    not_covered: tuple[str, ...]
    inversions: tuple[Inversion, ...] = ()
    undecided: tuple[OutsideEdge, ...] = ()
    leads: tuple[Lead, ...] = ()
    by_chance: frozenset[Finding] = frozenset()

    @property
    def is_outcome_certain(self) -> bool:
        """Whether no place that could not be read may change the outcome."""
        return not self.release.unreadable or self.outcome.raises == "InconsistentMigrationHistory"

    @cached_property
    def finding_set(self) -> frozenset[Finding]:
        """The findings, to look one up."""
        return frozenset(self.findings)

    @cached_property
    def verdict(self) -> Verdict:
        """
        The verdict that the worst finding gives.

        A release with unreadable files is not judged: with a file unread an app can look forked, or a parent missing,
        that is not. One error stands all the same: a row whose dependency has a file here and no row. Neither is
        it judged where only an app that it does not cover could say whether Django refuses.
        """
        if not self.is_outcome_certain:
            return Verdict.NOT_JUDGED
        if self.outcome.refuses:
            return Verdict.BLOCKED
        if self.undecided:
            return Verdict.NOT_JUDGED
        if any(finding.code.severity is not Severity.INFORMATION for finding in self.findings):
            return Verdict.DRIFTED
        if self.outcome.plan:
            return Verdict.BEHIND
        return Verdict.AHEAD if self.leads else Verdict.IN_STEP


def compare(
    release: Release, history: History, *, alias: str = "default", earlier: Sequence[Release] = ()
) -> Drift:
    """
    Compare a release with a history.

    `alias` is the database's name in Django's messages. `earlier` are releases that this history may have run before:
    they can explain an odd recorded order. Linear in migrations, edges and rows.
    """
    possible_resolutions = resolutions(release, history.recorded)
    resolution = possible_resolutions[0]
    outcome = one_or_undefined(
        migrate_on(release, history, possible_resolution, MIGRATE_ALL, alias)
        for possible_resolution in possible_resolutions
    )
    not_covered = _not_covered(release, history)
    of_migrate = possible_findings(
        [
            (*blocking_findings(release, history, each), *squash_findings(release, history, each))
            for each in possible_resolutions
        ]
    )
    of_makemigrations = makemigrations_findings(release, history, outcome, alias)
    inversions = inversions_of(release, history, resolution.graph, earlier=earlier)
    findings = (
        *undefined_findings(release, outcome),
        *of_migrate.findings,
        *of_makemigrations.findings,
        *trouble_findings(release, history, resolution, outcome, not_covered),
        *_out_of_order(inversions),
        *surroundings_findings(release, history, outcome),
    )
    findings += (
        *relabelled(release, history, resolution, not_covered),
        *doubtful_rows(history, inversions, findings),
    )
    by_chance = of_migrate.by_chance | of_makemigrations.by_chance
    sorted_findings = _in_order(_told_once(findings, by_chance), by_chance)
    return Drift(
        release,
        history,
        resolution,
        statuses_of(release, resolution, _violations(sorted_findings), sorted_findings),
        sorted_findings,
        outcome,
        tuple(sorted(not_covered)),
        inversions,
        () if resolution.refusal else undecided_edges(release, history.recorded, resolution.graph),
        by_chance=by_chance,
    )


def with_findings(drift: Drift, findings: Iterable[Finding], leads: tuple[Lead, ...] = ()) -> Drift:
    """The same comparison with other findings and with what is of newer releases; its statuses follow the findings."""
    sorted_findings = _in_order(_told_once(tuple(findings), drift.by_chance), drift.by_chance)
    statuses = statuses_of(drift.release, drift.resolution, _violations(sorted_findings), sorted_findings)
    return replace(drift, findings=sorted_findings, statuses=statuses, leads=leads)


def _in_order(findings: Iterable[Finding], by_chance: AbstractSet[Finding]) -> tuple[Finding, ...]:
    """Sort the findings, the worst first; of the same severity, those that chance decides come last."""
    return tuple(sorted(findings, key=lambda finding: (finding.code.severity, finding in by_chance, finding)))


def _violations(findings: Iterable[Finding]) -> Violations:
    """The migrations that are applied before a dependency, and these dependencies, as the findings have them."""
    missing = (finding for finding in findings if finding.code is Code.MISSING_DEPENDENCY)
    return {finding.subject: finding.related for finding in missing}


def _told_once(findings: Sequence[Finding], by_chance: AbstractSet[Finding]) -> Iterator[Finding]:
    """
    Yield the findings without those of which another one tells more.

    A row that another file may have written is not only out of order, and an app with another label is not only one
    that the release does not hold. Where chance decides what `migrate` does, the outcomes have the error of each run.
    """
    is_undefined = any(finding.code is Code.UNDEFINED for finding in findings)
    doubtful = {finding.subject for finding in findings if finding.code in ROW_OF_ANOTHER_FILE}
    former_labels = {finding.related[0].app_label for finding in findings if finding.code is Code.RELABELLED}
    for finding in findings:
        is_told = (
            (finding.code is Code.OUT_OF_ORDER and finding.subject in doubtful)
            or (finding.code is Code.NOT_COVERED and finding.subject.app_label in former_labels)
            or (is_undefined and finding.code.severity is Severity.BLOCKING and finding in by_chance)
        )
        if not is_told:
            yield finding


def _out_of_order(inversions: Sequence[Inversion]) -> Iterator[Finding]:
    """Yield one finding for each migration that was recorded before parents of it, without an explanation."""
    parents_of: dict[MigrationKey, list[MigrationKey]] = {}
    for inversion in inversions:
        if inversion.weight is Weight.UNEXPLAINED:
            parents_of.setdefault(inversion.child, []).append(inversion.parent)
    for child, parents in parents_of.items():
        yield Finding(Code.OUT_OF_ORDER, child, tuple(parents))


def _not_covered(release: Release, history: History) -> frozenset[str]:
    """
    Return the labels of the apps that files or rows mention and this release does not hold.

    An app of which a squash replaces migrations does not count.
    """
    labels = {key.app_label for key in history.recorded - release.migrations.keys()} - release.apps
    replaced = {key.app_label for squash in release.squashes for key in squash.replaces}
    return frozenset(declare(release).not_covered) | (labels - replaced)
