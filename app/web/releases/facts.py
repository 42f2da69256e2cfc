"""
The stored facts behind the pages of releases: the list, one release, the difference of two.

A *pointer* is a label and the release that it points to. `app.domain.provenance.succession` says in which order they
stand, and which one each is compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.config import Project
from app.domain.difference import Difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.label import Label
from app.domain.provenance.age import direction
from app.domain.provenance.code_history import NO_HISTORY, CodeHistory
from app.domain.provenance.succession import Place
from app.domain.release import Release
from app.store import codehistory, releases
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.versions import version_of
from app.web.facts import comparisons
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live
from app.web.facts.releases import order as release_order
from app.web.facts.releases.reference import ReleaseReference, reference_of
from app.web.releases import summaries as release_summaries
from app.web.releases.summaries import Summary
from app.web.wording.vocabulary import with_fingerprint

PAGE_SIZE = 12
"""In releases."""


@dataclass(frozen=True, eq=False)
class ReleaseStep:
    """A release that a label points to, the release before it (None for the first one), and the date of its commit."""

    pointer: Label
    release: Release
    before: ReleaseReference | None = None
    committed_at: datetime | None = None

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
    """A place in the list, and what changed against the label before it."""

    place: Place
    summary: Summary

    @property
    def pointer(self) -> Label:
        return self.place.label

    @property
    def before(self) -> Label | None:
        return self.place.before


@dataclass(frozen=True, eq=False)
class ReleaseListFacts:
    """
    One page of the list, newest first, and all labels of the project in their order.

    `newest_edit` is the newest release of the page that edited a migration. `fleet` is compared with the release that
    the environments are meant to run. The next page begins after the label `older`, and `left` labels are left for it
    and those behind it.
    """

    project: Project
    now: datetime
    lines: tuple[ReleaseLine, ...]
    newest_edit: ReleaseStep | None
    places: tuple[Place, ...]
    fleet: FleetFacts
    first: bool = True
    older: str | None = None
    left: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(place.label.label for place in self.places)


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
    code: CodeHistory = NO_HISTORY

    @property
    def difference(self) -> Difference:
        """What changed from `before` to `after`."""
        return comparisons.difference_of(self.before.release, self.after.release)

    @property
    def direction(self) -> Direction:
        """Whether it leads to a newer release. On a pinned page the history of the code, which grows, has no say."""
        return direction(self.before.release, self.after.release, self.names, self.code, version_of)

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
    places = release_order.places(session, project)
    labels = [place.label.label for place in places]
    start = labels.index(after) + 1 if after in labels else 0
    lines = _lines(session, project, places[start : start + PAGE_SIZE])
    edited = next((line for line in lines if line.summary.is_edited), None)
    left = max(0, len(labels) - start - PAGE_SIZE)
    return ReleaseListFacts(
        project,
        now,
        lines,
        None if edited is None or edited.before is None else _step(session, project, edited.place),
        places,
        live.fleet(session, project, now=now, release_text=project.release, with_standings=False),
        first=not start,
        older=labels[start + PAGE_SIZE - 1] if left else None,
        left=left,
    )


def _lines(session: ReadSession, project: Project, places: Sequence[Place]) -> tuple[ReleaseLine, ...]:
    """A line for each place. Only the releases whose summaries are not in memory are read."""
    summaries = {place: release_summaries.from_cache(place.label, place.before) for place in places}
    missing = [place for place, summary in summaries.items() if summary is None]
    pointers = dict.fromkeys(
        pointer for place in missing for pointer in (place.label, place.before) if pointer is not None
    )
    stored = releases.of_labels(session, project.slug, pointers) if pointers else {}
    new_summaries = {
        place: release_summaries.summarize(
            place.label, place.before, stored[place.label], stored[place.before] if place.before else None
        )
        for place in missing
    }
    return tuple(
        ReleaseLine(place, _of_place(place, summaries[place] or new_summaries[place])) for place in places
    )


def _of_place(place: Place, summary: Summary) -> Summary:
    """The summary; of a branch that is part of the one before it, that alone."""
    if not place.is_contained or place.before is None:
        return summary
    sentence = f"Is contained in {place.before.label}, which has moved on."
    return replace(summary, sentence=sentence, keys=(), edited=(), counts="", is_edited=False, is_whole=None)


def _step(session: ReadSession, project: Project, place: Place) -> ReleaseStep:
    pointer, before = place.label, place.before
    stored = releases.of_labels(session, project.slug, [pointer] if before is None else [pointer, before])
    earlier = None if before is None else ReleaseReference(stored[before], before.label, pinned=False)
    return ReleaseStep(pointer, stored[pointer], earlier, place.committed_at)


def for_release(session: ReadSession, project: Project, segment: str, *, now: datetime) -> ReleaseFacts:
    """The release that a segment names; on a live page with its labels, the release before it and the fleet."""
    reference = reference_of(session, project, segment)
    if reference.pinned:
        return ReleaseFacts(project, reference)
    places = release_order.places(session, project)
    step = _step(session, project, next(each for each in places if each.label.label == reference.label))
    own = (project.slug, reference.label, reference.release.fingerprint)
    own_pointers = remembered(session, ("pointers", *own), lambda: _own_pointers(session, *own))
    fleet = live.fleet(session, project, now=now, release_text=reference.label, with_standings=False)
    return ReleaseFacts(project, reference, step, own_pointers, fleet, now)


def _own_pointers(session: ReadSession, project: str, label: str, fingerprint: str) -> tuple[Label, ...]:
    """Where a label points and pointed, and what else points or pointed to its release; newest first."""
    return tuple(
        pointer
        for pointer in releases.known_labels(session, project)
        if pointer.fingerprint == fingerprint or pointer.label == label
    )


def for_difference(
    session: ReadSession, project: Project, before_segment: str, after_segment: str, *, now: datetime
) -> DifferenceFacts:
    """The releases that two segments name; on a live page with all labels and the fleet."""
    before = reference_of(session, project, before_segment)
    after = reference_of(session, project, after_segment)
    if before.pinned and after.pinned:
        return DifferenceFacts(project, before, after)
    labels = tuple(place.label.label for place in release_order.places(session, project))
    release_text = after.release.fingerprint if after.pinned else after.label
    fleet = live.fleet(session, project, now=now, release_text=release_text, with_standings=False)
    code = codehistory.of_project(session, project.slug)
    return DifferenceFacts(project, before, after, labels, fleet, now, code)
