"""The comparison: one release against one history. No I/O, no clock; a result is named by two fingerprints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.graph import MigrationGraph, cycles
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.plan import forwards
from app.domain.references import declare
from app.domain.release import Release
from app.domain.squash import Resolution, resolutions
from app.domain.status import Status

APPS_PERMUTED = 5
"""Django lists forked apps in the order of a set; beyond so many apps only the sorted text is given."""


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
    found = resolutions(release, history.recorded)
    outcomes = [_outcome(release, history, resolution, alias) for resolution in found]
    outcome = outcomes[0]
    if any(other != outcome for other in outcomes):
        outcome = Outcome(alternatives=tuple(sorted(set(outcomes), key=repr)))
    resolution = found[0]
    pairs = violations(release, history, resolution.graph)
    not_covered = _not_covered(release, history)
    findings = tuple(sorted(_findings(release, history, resolution, outcome, pairs, not_covered)))
    statuses = _statuses(release, history, resolution, pairs, findings)
    return Drift(release, history, resolution, statuses, findings, outcome, tuple(sorted(not_covered)))


def violations(
    release: Release, history: History, graph: MigrationGraph
) -> Mapping[MigrationKey, tuple[MigrationKey, ...]]:
    """
    Each recorded migration that has direct parents without a row, and these parents: every pair.

    A parent that is a squash is excused when all it replaces have rows. Source: `check_consistent_history`.
    """
    recorded = history.recorded
    found = {}
    for key in recorded & graph.parents.keys():
        parents = graph.parents[key]
        if not parents <= recorded:
            late = tuple(sorted(p for p in parents - recorded if not excused(release, p, recorded)))
            if late:
                found[key] = late
    return dict(sorted(found.items()))


def excused(release: Release, key: MigrationKey, recorded: frozenset[MigrationKey]) -> bool:
    """Whether a squash without a row counts as done: all it replaces have rows (from 6.0 on, squashes among them too)."""
    migration = release.migrations.get(key)
    if migration is None or not migration.replaces:
        return False
    if release.version < (6, 0):
        return recorded.issuperset(migration.replaces)
    return all(other in recorded or excused(release, other, recorded) for other in migration.replaces)


def _outcome(release: Release, history: History, resolution: Resolution, alias: str) -> Outcome:
    """The first error in Django's order of events, or the plan."""
    graph = resolution.graph
    if resolution.refusal:
        return Outcome(resolution.refusal.raises, resolution.refusal.messages)
    if graph.missing:
        return Outcome("NodeNotFoundError", tuple(sorted({t for texts in graph.missing.values() for t in texts})))
    if graph.has_cycle:
        return Outcome("CircularDependencyError", tuple(sorted(_cycle_texts(graph))))
    pairs = violations(release, history, graph)
    if pairs:
        texts = (
            f"Migration {key} is applied before its dependency {parent} on database '{alias}'."
            for key, parents in pairs.items()
            for parent in parents
        )
        return Outcome("InconsistentMigrationHistory", tuple(sorted(texts)))
    if graph.conflicts:
        return Outcome("CommandError", tuple(sorted(_conflict_texts(graph.conflicts))))
    return Outcome(plan=forwards(graph, resolution.applied))


def _cycle_texts(graph: MigrationGraph) -> Iterator[str]:
    for cycle in cycles(graph):
        for start in range(len(cycle)):
            yield ", ".join(map(str, cycle[start:] + cycle[:start]))


def _conflict_texts(conflicts: Mapping[str, tuple[MigrationKey, ...]]) -> Iterator[str]:
    parts = [f"{', '.join(key.name for key in leaves)} in {label}" for label, leaves in sorted(conflicts.items())]
    orders: Iterable[tuple[str, ...]] = permutations(parts) if len(parts) <= APPS_PERMUTED else (tuple(parts),)
    for order in orders:
        yield (
            f"Conflicting migrations detected; multiple leaf nodes in the migration graph: ({'; '.join(order)}).\n"
            "To fix them run 'python manage.py makemigrations --merge'"
        )


def _not_covered(release: Release, history: History) -> frozenset[str]:
    rows = {key.app_label for key in history.recorded - release.migrations.keys()} - release.apps
    replaced = {key.app_label for squash in release.squashes for key in squash.replaces}
    return frozenset(declare(release).not_covered) | (rows - replaced)


def _findings(  # noqa: PLR0913 - every part of one comparison
    release: Release,
    history: History,
    resolution: Resolution,
    outcome: Outcome,
    pairs: Mapping[MigrationKey, tuple[MigrationKey, ...]],
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
    pairs: Mapping[MigrationKey, tuple[MigrationKey, ...]],
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
