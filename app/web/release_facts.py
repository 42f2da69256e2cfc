"""The stored facts behind the pages of releases: what a segment of an address names, and what came before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.config import Project
from app.domain.consequences import Names
from app.domain.difference import Difference
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.store import releases
from app.store.releases import Label
from app.store.sessions import ReadSession
from app.web import addresses, differences, facts, pinned, release_addresses
from app.web.errors import Ambiguous, NotFound
from app.web.facts import FleetFacts
from app.web.views import Link

PAGE = 20
"""So many releases stand on one page of the list."""


@dataclass(frozen=True, eq=False)
class Side:
    """A release that an address names; `pinned` where it names a fingerprint, else `label` points to it now."""

    release: Release
    label: str
    pinned: bool

    @property
    def segment(self) -> str:
        """How the canonical address writes it."""
        return self.pin if self.pinned else release_addresses.live(self.label)

    @property
    def pin(self) -> str:
        """How a pinned address writes it."""
        return release_addresses.pinned(self.label, self.release.fingerprint)


@dataclass(frozen=True, eq=False)
class Step:
    """A label, what it points to, and the release before it in the list, where there is one."""

    pointer: Label
    release: Release
    before: "Side | None" = None

    @property
    def side(self) -> Side:
        return Side(self.release, self.pointer.label, pinned=False)

    @property
    def difference(self) -> Difference | None:
        """What changed against the one before."""
        return None if self.before is None else differences.of(self.before.release, self.release)

    @property
    def names(self) -> Names | None:
        """What the two are called."""
        return None if self.before is None else Names(self.before.label, self.pointer.label)


@dataclass(frozen=True, eq=False)
class ReleasesFacts:
    """
    The labels of a project from some place on, the newest first, and all of them by name.

    `fleet` is held against the release that the environments are meant to run, `older` the label after which the next
    page begins.
    """

    project: Project
    now: datetime
    steps: tuple[Step, ...]
    labels: tuple[str, ...]
    fleet: FleetFacts
    first: bool = True
    older: str | None = None


@dataclass(frozen=True, eq=False)
class ReleaseFacts:
    """One release. A pinned page has nothing beside it: what points to it, came before it or is blocked changes."""

    project: Project
    side: Side
    step: Step | None = None
    pointers: tuple[Label, ...] = ()
    fleet: FleetFacts | None = None
    now: datetime | None = None


@dataclass(frozen=True, eq=False)
class DifferenceFacts:
    """Two releases; with the fleet against the later one where the page is live."""

    project: Project
    before: Side
    after: Side
    labels: tuple[str, ...] = ()
    fleet: FleetFacts | None = None
    now: datetime | None = None

    @property
    def difference(self) -> Difference:
        return differences.of(self.before.release, self.after.release)

    @property
    def names(self) -> Names:
        """What the two are called, with their fingerprints where both are called the same."""
        one, other = self.before, self.after
        if one.label != other.label or one.release.fingerprint == other.release.fingerprint:
            return Names(one.label, other.label)
        return Names(*(f"{side.label}~{side.release.fingerprint[:8]}" for side in (one, other)))


def listed(session: ReadSession, project: Project, *, now: datetime, after: str | None) -> ReleasesFacts:
    """The releases of one page, from the label after `after` on."""
    pointers = releases.labels(session, project.slug)
    names = [pointer.label for pointer in pointers]
    start = names.index(after) + 1 if after in names else 0
    shown = pointers[start : start + PAGE + 1]
    found = releases.several(session, project.slug, shown)
    return ReleasesFacts(
        project,
        now,
        tuple(_steps(shown, found))[:PAGE],
        tuple(names),
        facts.fleet(session, project, now=now, wanted=None),
        first=not start,
        older=names[start + PAGE - 1] if len(names) > start + PAGE else None,
    )


def _steps(pointers: Sequence[Label], found: dict[Label, Release]) -> list[Step]:
    """Each with the one before it, which stands after it in the list."""
    olders = [*pointers[1:], None][: len(pointers)]
    return [
        Step(
            pointer,
            found[pointer],
            None if older is None else Side(found[older], older.label, pinned=False),
        )
        for pointer, older in zip(pointers, olders, strict=True)
    ]


def one(session: ReadSession, project: Project, segment: str, *, now: datetime) -> ReleaseFacts:
    """The release that a segment names; live with what points to it, and what was before it."""
    side = named(session, project, segment)
    if side.pinned:
        return ReleaseFacts(project, side)
    pointers = releases.labels(session, project.slug)
    place = [pointer.label for pointer in pointers].index(side.label)
    shown = pointers[place : place + 2]
    (step, *_) = _steps(shown, releases.several(session, project.slug, shown))
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


def named(session: ReadSession, project: Project, segment: str) -> Side:
    """
    What `v1.2` or `v1.2~4be19d02aa` names.

    Raises `NotFound`, with what is known, and `Ambiguous`.
    """
    if "~" in segment:
        word, digits = addresses.named(segment)
        release = facts.one_release(session, project.slug, digits)
        return Side(release, pinned.canonical_label(session, project.slug, release, word), pinned=True)
    pointers = releases.labels(session, project.slug)
    meant = [one for one in pointers if segment in (one.label, addresses.word(one.label))]
    exact = [one for one in meant if one.label == segment] or meant
    if len(exact) > 1:
        links = [_link(project, one, release_addresses.pinned(one.label, one.fingerprint)) for one in exact]
        raise Ambiguous(f"{len(exact)} labels are written {segment} in an address.", links)
    if not exact:
        links = [_link(project, one, release_addresses.live(one.label)) for one in pointers]
        raise NotFound(
            f"No release of {project.slug} is called {segment}.",
            explanation="These are known:" if links else "No release is known yet.",
            links=links,
        )
    found = releases.named(session, project.slug, exact[0].label)
    assert found is not None  # noqa: S101 - for the type checker; its label was just read
    return Side(found, exact[0].label, pinned=False)


def _link(project: Project, pointer: Label, segment: str) -> Link:
    text = f"{pointer.label}, {pointer.fingerprint[:8]}"
    return Link(text, release_addresses.release(project.slug, segment))


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
