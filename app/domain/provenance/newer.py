"""
The rows of newer releases: which of them are in order, and how much of each release they are.

A row of a newer release is in order where that release would find all that it needs there. One that has a gap before it
is a finding (D215): the newer release would be refused on this database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.drift.lead import Lead
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome.outside import all_violations
from app.domain.provenance.code_history import RefKind
from app.domain.provenance.knowledge import Knowledge, release_name
from app.domain.provenance.origin import Origin
from app.domain.release import Release
from app.domain.resolution import resolve


@dataclass(frozen=True, slots=True)
class NewerRows:
    """The rows of newer releases: what they are of each, and the findings about those that have a gap before them."""

    leads: tuple[Lead, ...] = ()
    findings: tuple[Finding, ...] = ()


def newer_rows(drift: Drift, knowledge: Knowledge, origins: Mapping[MigrationKey, Origin]) -> NewerRows:
    """What the rows are that newer releases hold; `origins` are their keys, each with what says so."""
    leads: list[Lead] = []
    findings: list[Finding] = []
    remaining = dict(sorted(origins.items()))
    for release, keys in _holders(drift, knowledge, remaining):
        gaps = {
            child: parents
            for child, parents in _gaps(release, drift).items()
            if child in keys and child in remaining
        }
        findings += [Finding(Code.NEWER_RELEASE, child, names=gaps[child]) for child in gaps]
        rows = tuple(key for key in keys if key in remaining and key not in gaps)
        for key in keys:
            remaining.pop(key, None)
        if rows:
            ran, lacks = _added(release, drift, keys)
            leads.append(Lead(release_name(release), rows, ran, lacks, release.fingerprint))
    rows_by_label: dict[str, list[MigrationKey]] = {}
    for key, origin in remaining.items():
        rows_by_label.setdefault(origin.labels[0], []).append(key)
    leads += [Lead(label, tuple(keys), tuple(keys)) for label, keys in rows_by_label.items()]
    return NewerRows(tuple(leads), tuple(findings))


def _holders(
    drift: Drift, knowledge: Knowledge, keys: Iterable[MigrationKey]
) -> Iterator[tuple[Release, tuple[MigrationKey, ...]]]:
    """
    Yield the newer releases that hold rows, each with those of them that no one before it holds.

    The release with the most comes first, of several the oldest: of v2.0 and v2.1 the one that has it all already. A
    branch is named only for what no tag and no other release has.
    """
    branches = {ref.label for ref in knowledge.history.refs if ref.kind is RefKind.BRANCH}
    newer = [
        release
        for release in knowledge.releases
        if release.fingerprint != drift.release.fingerprint and knowledge.is_earlier(drift.release, release)
    ]
    newer.sort(key=lambda release: release.label in branches)
    remaining = tuple(keys)
    while remaining:
        held = [(release, [key for key in remaining if key in release.migrations]) for release in newer]
        release, held_keys = max(held, key=lambda pair: len(pair[1]), default=(drift.release, []))
        if not held_keys:
            return
        yield release, tuple(held_keys)
        remaining = tuple(key for key in remaining if key not in held_keys)


def _gaps(release: Release, drift: Drift) -> Mapping[MigrationKey, tuple[str, ...]]:
    """The rows before which something that the newer release needs has no row, each with what that is."""
    recorded = drift.history.recorded
    resolution = resolve(release, recorded)
    if resolution.refusal:
        return {}
    violations = all_violations(release, recorded, resolution.graph)
    return {child: tuple(map(str, parents)) for child, parents in violations.items()}


def _added(
    release: Release, drift: Drift, rows: Iterable[MigrationKey]
) -> tuple[tuple[MigrationKey, ...], tuple[MigrationKey, ...]]:
    """
    The migrations that the newer release adds: those that have run, and those that lack.

    Where this release does not say which apps there are, only those of its own apps count, and those that have a row.
    A squash has run where all that it replaces has.
    """
    recorded = drift.history.recorded
    apps = drift.release.apps | {key.app_label for key in rows}
    ran: list[MigrationKey] = []
    lacks: list[MigrationKey] = []
    for key, migration in release.migrations.items():
        if key in drift.release.migrations or not (drift.release.complete or key.app_label in apps):
            continue
        has_run = key in recorded or (bool(migration.replaces) and recorded.issuperset(migration.replaces))
        (ran if has_run else lacks).append(key)
    return tuple(ran), tuple(lacks)
