"""The comparison: one release against one history. No I/O, no clock; a result is named by two fingerprints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.command import migrate
from app.domain.consistency import Pairs, violations
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.graph import cycles
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.references import declare
from app.domain.release import Release
from app.domain.squash import Resolution, resolve
from app.domain.status import Status


@dataclass(frozen=True, eq=False)
class Drift:
    """
    All that one comparison says.

    `statuses` has every migration of the release, every unknown row and every missing key. `not_covered` are the
    app labels that rows or files mention and this release does not hold.
    """

    release: Release
    history: History
    resolution: Resolution
    statuses: Mapping[MigrationKey, Status]
    findings: tuple[Finding, ...]
    outcome: Outcome
    not_covered: tuple[str, ...]

    @cached_property
    def verdict(self) -> Verdict:
        """The worst finding speaks; nothing is in step, or behind, that could not be read whole."""
        if self.outcome.raises or self.outcome.alternatives:
            return Verdict.BLOCKED
        if self.release.unreadable:
            return Verdict.UNSEEN
        if any(finding.code.severity is Severity.TROUBLE for finding in self.findings):
            return Verdict.DRIFTED
        return Verdict.BEHIND if self.outcome.plan else Verdict.IN_STEP


def compare(release: Release, history: History, *, alias: str = "default") -> Drift:
    """Hold a history against a release. `alias` is the database's name in Django's messages."""
    outcome = migrate(release, history, alias=alias)
    resolution = resolve(release, history.recorded)
    pairs = violations(release, history.recorded, resolution.graph)
    not_covered = _not_covered(release, history)
    findings = tuple(sorted(_findings(release, history, resolution, outcome, pairs, not_covered)))
    statuses = _statuses(release, history, resolution, pairs, findings)
    return Drift(release, history, resolution, statuses, findings, outcome, tuple(sorted(not_covered)))


def _not_covered(release: Release, history: History) -> frozenset[str]:
    rows = {key.app_label for key in history.recorded - release.migrations.keys()} - release.apps
    replaced = {key.app_label for squash in release.squashes for key in squash.replaces}
    return frozenset(declare(release).not_covered) | (rows - replaced)


def _findings(  # noqa: PLR0913 - every part of one comparison
    release: Release,
    history: History,
    resolution: Resolution,
    outcome: Outcome,
    pairs: Pairs,
    not_covered: frozenset[str],
) -> Iterator[Finding]:
    graph = resolution.graph
    if outcome.alternatives:
        subjects = tuple(squash.key for squash in release.squashes) or tuple(release.migrations)
        yield Finding(Code.UNDEFINED, subjects[0], subjects[1:])
    if resolution.refusal:
        for key in resolution.refusal.subjects:
            if resolution.refusal.raises == "ValueError":
                yield Finding(Code.UNKNOWN_APP, key)
            else:
                yield Finding(Code.SQUASH_CIRCLE, key, tuple(sorted(release.migrations[key].replaces)))
        return
    for key in graph.missing:
        yield Finding(Code.MISSING_PARENT, key, tuple(sorted(graph.children[key] | graph.parents[key])))
    if graph.has_cycle:
        for cycle in cycles(graph, limit=20):
            yield Finding(Code.CYCLE, cycle[0], cycle[1:])
    for key, late in pairs.items():
        yield Finding(Code.MISSING_DEPENDENCY, key, late)
    if not graph.missing:
        for leaves in graph.conflicts.values():
            yield Finding(Code.FORKED, leaves[0], leaves[1:])
    yield from _row_findings(release, history, resolution, not_covered)


def _row_findings(
    release: Release, history: History, resolution: Resolution, not_covered: frozenset[str]
) -> Iterator[Finding]:
    replaced = {key for squash in release.squashes for key in squash.replaces}
    outside: dict[str, list[MigrationKey]] = {}
    for key in history.recorded - release.migrations.keys():
        if key in replaced:
            continue
        if key.app_label in not_covered:
            outside.setdefault(key.app_label, []).append(key)
        else:
            yield Finding(Code.UNKNOWN, key)
    for keys in outside.values():
        first, *others = sorted(keys)
        yield Finding(Code.NOT_COVERED, first, tuple(others))
    for key in history.repeated:
        yield Finding(Code.DUPLICATE, key)
    for key in resolution.aside:
        lost = tuple(
            sorted(
                other
                for other in release.migrations[key].replaces
                if other not in history.recorded and other not in release.migrations
            )
        )
        if lost:
            yield Finding(Code.SILENT_SKIP, key, lost)
        else:
            yield Finding(Code.PARTIAL_SQUASH, key, tuple(sorted(release.migrations[key].replaces)))


def _statuses(
    release: Release,
    history: History,
    resolution: Resolution,
    pairs: Pairs,
    findings: tuple[Finding, ...],
) -> Mapping[MigrationKey, Status]:
    graph = resolution.graph
    statuses = dict.fromkeys(release.migrations, Status.REPLACED)
    statuses.update(dict.fromkeys(graph.declared, Status.PENDING))
    statuses.update(dict.fromkeys(graph.declared & resolution.applied, Status.APPLIED))
    for key in resolution.standing & resolution.applied & graph.declared:
        statuses[key] = Status.SQUASH
    for key in resolution.aside:
        statuses[key] = Status.PARTIAL_SQUASH
    marks = {
        Code.UNKNOWN: Status.UNKNOWN,
        Code.DUPLICATE: Status.DUPLICATE,
        Code.OUT_OF_ORDER: Status.OUT_OF_ORDER,
    }
    for finding in sorted(findings, reverse=True):
        if finding.code in marks and finding.subject in statuses | {finding.subject: None}:
            statuses[finding.subject] = marks[finding.code]
    for leaves in graph.conflicts.values():
        statuses.update(dict.fromkeys(leaves, Status.FORKED))
    for key in graph.missing:
        statuses[key] = Status.MISSING
    for parents in pairs.values():
        statuses.update(dict.fromkeys(parents, Status.MISSING))
    for key in pairs:
        statuses[key] = Status.MISSING_DEPENDENCY
    return dict(sorted(statuses.items()))
