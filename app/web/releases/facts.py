"""
The stored facts behind the pages of releases: the list, one release, the difference of two.

A *pointer* is a label and the release that it points to. In the list the pointer that moved last comes first, so the
release before another one stands after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.config import Project
from app.domain.difference import Difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.keys import MigrationKey
from app.domain.label import Label
from app.domain.release import Release
from app.store import releases
from app.store.sessions import ReadSession
from app.web.facts import comparisons
from app.web.facts import live as facts
from app.web.facts.fleet import FleetFacts
from app.web.releases import summaries as release_summaries
from app.web.releases.reference import ReleaseReference, reference_of
from app.web.releases.summaries import Summary
from app.web.wording.vocabulary import with_fingerprint

PAGE_SIZE = 12
"""In releases."""


@dataclass(frozen=True, eq=False)
class ReleaseStep:
    """A release that a label points to, and the release before it; None for the first one."""

    pointer: Label
    release: Release
    before: ReleaseReference | None = None

    @property
    def reference(self) -> ReleaseReference:
        """The live reference to this release."""
        return ReleaseReference(self.release, self.pointer.label, pinned=False)

    @property
    def difference(self) -> Difference | None:
        """What changed against the release before."""
        return None if self.before is None else comparisons.difference_of(self.before.release, self.release)

    @property
    def names(self) -> ReleaseNames | None:
        """The labels of the two."""
        return None if self.before is None else ReleaseNames(self.before.label, self.pointer.label)


@dataclass(frozen=True, eq=False)
class ReleaseLine:
    """A label in the list, the one before it, and what changed between the two."""

    pointer: Label
    before: Label | None
    summary: Summary


@dataclass(frozen=True, eq=False)
class ReleaseListFacts:
    """
    One page of the list, newest first, and the names of all labels of the project.

    `newest_edit` is the newest release of the page that edited a migration. `fleet` is compared with the release that
    the environments are meant to run. The next page begins after the label `older`.
    """

    project: Project
    now: datetime
    lines: tuple[ReleaseLine, ...]
    newest_edit: ReleaseStep | None
    labels: tuple[str, ...]
    fleet: FleetFacts
    first: bool = True
    older: str | None = None


@dataclass(frozen=True, eq=False)
class ReleaseFacts:
    """
    One release.

    A pinned page has only the first two fields: the release before it, the labels that point to it and the
    environments that it blocks may change.
    """

    project: Project
    reference: ReleaseReference
    step: ReleaseStep | None = None
    pointers: tuple[Label, ...] = ()
    fleet: FleetFacts | None = None
    now: datetime | None = None


@dataclass(frozen=True, eq=False)
class DifferenceFacts:
    """Two releases. On a live page `fleet` is compared with the later one; on a pinned page it is None."""

    project: Project
    before: ReleaseReference
    after: ReleaseReference
    labels: tuple[str, ...] = ()
    fleet: FleetFacts | None = None
    now: datetime | None = None

    @property
    def difference(self) -> Difference:
        """What changed from `before` to `after`."""
        return comparisons.difference_of(self.before.release, self.after.release)

    @property
    def names(self) -> ReleaseNames:
        """The labels of the two, with fingerprints where the same label stands for two releases."""
        before, after = self.before, self.after
        if before.label != after.label or before.release.fingerprint == after.release.fingerprint:
            return ReleaseNames(before.label, after.label)
        return ReleaseNames(
            *(with_fingerprint(each.label, each.release.fingerprint) for each in (before, after))
        )


def for_list(session: ReadSession, project: Project, *, now: datetime, after: str | None) -> ReleaseListFacts:
    """The page of the list that begins behind the label `after`, or the first page."""
    pointers = releases.labels(session, project.slug)
    labels = [pointer.label for pointer in pointers]
    start = labels.index(after) + 1 if after in labels else 0
    lines = _lines(session, project, pointers[start : start + PAGE_SIZE + 1])[:PAGE_SIZE]
    edited = next((line for line in lines if line.summary.is_edited), None)
    meant = project.release or next(iter(labels), "")
    return ReleaseListFacts(
        project,
        now,
        lines,
        None
        if edited is None or edited.before is None
        else _step(session, project, edited.pointer, edited.before),
        tuple(labels),
        facts.fleet(session, project, now=now, release_text=meant or None, with_standings=False),
        first=not start,
        older=labels[start + PAGE_SIZE - 1] if len(labels) > start + PAGE_SIZE else None,
    )


def _lines(session: ReadSession, project: Project, pointers: Sequence[Label]) -> tuple[ReleaseLine, ...]:
    """A line for each pointer. Only the releases whose summaries are not in memory are read."""
    pairs = list(zip(pointers, [*pointers[1:], None], strict=False))
    summaries = {pair: release_summaries.from_cache(*pair) for pair in pairs}
    missing_pairs = [pair for pair, summary in summaries.items() if summary is None]
    missing_pointers = dict.fromkeys(
        pointer for pair in missing_pairs for pointer in pair if pointer is not None
    )
    stored = releases.of_labels(session, project.slug, missing_pointers) if missing_pointers else {}
    new_summaries = {
        (pointer, before): release_summaries.summarize(
            pointer, before, stored[pointer], None if before is None else stored[before]
        )
        for pointer, before in missing_pairs
    }
    return tuple(ReleaseLine(*pair, summaries[pair] or new_summaries[pair]) for pair in pairs)


def _step(session: ReadSession, project: Project, pointer: Label, before: Label | None) -> ReleaseStep:
    pointers = [pointer] if before is None else [pointer, before]
    stored = releases.of_labels(session, project.slug, pointers)
    earlier = None if before is None else ReleaseReference(stored[before], before.label, pinned=False)
    return ReleaseStep(pointer, stored[pointer], earlier)


def for_release(session: ReadSession, project: Project, segment: str, *, now: datetime) -> ReleaseFacts:
    """The release that a segment names; on a live page with its labels, the release before it and the fleet."""
    reference = reference_of(session, project, segment)
    if reference.pinned:
        return ReleaseFacts(project, reference)
    pointers = releases.labels(session, project.slug)
    index = [pointer.label for pointer in pointers].index(reference.label)
    step = _step(session, project, pointers[index], next(iter(pointers[index + 1 :]), None))
    own_pointers = tuple(
        pointer
        for pointer in releases.known_labels(session, project.slug)
        if pointer.fingerprint == reference.release.fingerprint or pointer.label == reference.label
    )
    fleet = facts.fleet(session, project, now=now, release_text=reference.label, with_standings=False)
    return ReleaseFacts(project, reference, step, own_pointers, fleet, now)


def for_difference(
    session: ReadSession, project: Project, before_segment: str, after_segment: str, *, now: datetime
) -> DifferenceFacts:
    """The releases that two segments name; on a live page with all labels and the fleet."""
    before = reference_of(session, project, before_segment)
    after = reference_of(session, project, after_segment)
    if before.pinned and after.pinned:
        return DifferenceFacts(project, before, after)
    labels = tuple(pointer.label for pointer in releases.labels(session, project.slug))
    release_text = after.release.fingerprint if after.pinned else after.label
    fleet = facts.fleet(session, project, now=now, release_text=release_text, with_standings=False)
    return DifferenceFacts(project, before, after, labels, fleet, now)


def blocked_by(
    fleet: FleetFacts | None, child: MigrationKey, parents: Sequence[MigrationKey]
) -> tuple[str, ...]:
    """The environments that Django refuses for exactly this: the child has a row, and one of the parents has none."""
    if fleet is None:
        return ()
    return tuple(
        sorted(
            slug
            for slug, sighting in fleet.sightings.items()
            for finding in sighting.blockers
            if finding.subject == child and not set(parents).isdisjoint(finding.related)
        )
    )
