"""The stored facts behind the pages of releases: the list, one with what came before it, and two."""

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
from app.web.facts.live import FleetFacts
from app.web.releases import summaries as release_summaries
from app.web.releases.segments import NamedRelease, named
from app.web.releases.summaries import Summary

PAGE = 12
"""So many releases stand on one page of the list."""


@dataclass(frozen=True, eq=False)
class ReleaseStep:
    """A label, what it points to, and the release before it in the list, where there is one."""

    pointer: Label
    release: Release
    before: NamedRelease | None = None

    @property
    def side(self) -> NamedRelease:
        return NamedRelease(self.release, self.pointer.label, pinned=False)

    @property
    def difference(self) -> Difference | None:
        """What changed against the one before."""
        return None if self.before is None else comparisons.difference_of(self.before.release, self.release)

    @property
    def names(self) -> ReleaseNames | None:
        """What the two are called."""
        return None if self.before is None else ReleaseNames(self.before.label, self.pointer.label)


@dataclass(frozen=True, eq=False)
class ReleaseLine:
    """A label in the list, and the one before it."""

    pointer: Label
    before: Label | None
    summary: Summary


@dataclass(frozen=True, eq=False)
class ReleasesFacts:
    """
    The labels of a project from some place on, the newest first, and all of them by name.

    `worst` is the newest of the page that edited something. `fleet` is held against the release that the environments
    are meant to run, `older` the label after which the next page begins.
    """

    project: Project
    now: datetime
    lines: tuple[ReleaseLine, ...]
    worst: ReleaseStep | None
    labels: tuple[str, ...]
    fleet: FleetFacts
    first: bool = True
    older: str | None = None


@dataclass(frozen=True, eq=False)
class ReleaseFacts:
    """One release. A pinned page has nothing beside it: what points to it, came before it or is blocked changes."""

    project: Project
    side: NamedRelease
    step: ReleaseStep | None = None
    pointers: tuple[Label, ...] = ()
    fleet: FleetFacts | None = None
    now: datetime | None = None


@dataclass(frozen=True, eq=False)
class DifferenceFacts:
    """Two releases; with the fleet against the later one where the page is live."""

    project: Project
    before: NamedRelease
    after: NamedRelease
    labels: tuple[str, ...] = ()
    fleet: FleetFacts | None = None
    now: datetime | None = None

    @property
    def difference(self) -> Difference:
        return comparisons.difference_of(self.before.release, self.after.release)

    @property
    def names(self) -> ReleaseNames:
        """What the two are called, with their fingerprints where both are called the same."""
        one, other = self.before, self.after
        if one.label != other.label or one.release.fingerprint == other.release.fingerprint:
            return ReleaseNames(one.label, other.label)
        return ReleaseNames(*(f"{side.label}~{side.release.fingerprint[:8]}" for side in (one, other)))


def listed(session: ReadSession, project: Project, *, now: datetime, after: str | None) -> ReleasesFacts:
    """The releases of one page, from the label after `after` on."""
    pointers = releases.labels(session, project.slug)
    names = [pointer.label for pointer in pointers]
    start = names.index(after) + 1 if after in names else 0
    lines = _lines(session, project, pointers[start : start + PAGE + 1])[:PAGE]
    edited = next((line for line in lines if line.summary.is_edited), None)
    return ReleasesFacts(
        project,
        now,
        lines,
        None
        if edited is None or edited.before is None
        else _step(session, project, edited.pointer, edited.before),
        tuple(names),
        facts.fleet(session, project, now=now, wanted=None),
        first=not start,
        older=names[start + PAGE - 1] if len(names) > start + PAGE else None,
    )


def _lines(session: ReadSession, project: Project, pointers: Sequence[Label]) -> tuple[ReleaseLine, ...]:
    """Each with the one before it, which stands after it; only releases that nothing is known of yet are read."""
    pairs = list(zip(pointers, [*pointers[1:], None], strict=False))
    summaries = {pair: release_summaries.known(*pair) for pair in pairs}
    lacking = [pair for pair, summary in summaries.items() if summary is None]
    wanted = dict.fromkeys(pointer for pair in lacking for pointer in pair if pointer is not None)
    found = releases.of_labels(session, project.slug, wanted) if wanted else {}
    made = {
        (pointer, before): release_summaries.made(
            pointer, before, found[pointer], None if before is None else found[before]
        )
        for pointer, before in lacking
    }
    return tuple(ReleaseLine(*pair, summaries[pair] or made[pair]) for pair in pairs)


def _step(session: ReadSession, project: Project, pointer: Label, before: Label | None) -> ReleaseStep:
    pointers = [pointer] if before is None else [pointer, before]
    found = releases.of_labels(session, project.slug, pointers)
    older = None if before is None else NamedRelease(found[before], before.label, pinned=False)
    return ReleaseStep(pointer, found[pointer], older)


def one(session: ReadSession, project: Project, segment: str, *, now: datetime) -> ReleaseFacts:
    """The release that a segment names; live with what points to it, and what was before it."""
    side = named(session, project, segment)
    if side.pinned:
        return ReleaseFacts(project, side)
    pointers = releases.labels(session, project.slug)
    place = [pointer.label for pointer in pointers].index(side.label)
    step = _step(session, project, pointers[place], next(iter(pointers[place + 1 :]), None))
    its = tuple(
        pointer
        for pointer in releases.all_labels(session, project.slug)
        if pointer.fingerprint == side.release.fingerprint or pointer.label == side.label
    )
    fleet = facts.fleet(session, project, now=now, wanted=side.label)
    return ReleaseFacts(project, side, step, its, fleet, now)


def two(session: ReadSession, project: Project, before: str, after: str, *, now: datetime) -> DifferenceFacts:
    """The releases that two segments name."""
    one_, other = named(session, project, before), named(session, project, after)
    if one_.pinned and other.pinned:
        return DifferenceFacts(project, one_, other)
    labels = tuple(pointer.label for pointer in releases.labels(session, project.slug))
    wanted = other.release.fingerprint if other.pinned else other.label
    fleet = facts.fleet(session, project, now=now, wanted=wanted)
    return DifferenceFacts(project, one_, other, labels, fleet, now)


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
