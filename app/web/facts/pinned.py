"""The stored facts behind a pinned page: named by fingerprints and moments, the same for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.config import Project
from app.domain.failure import Cause, Failure
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import is_stale
from app.domain.release import Release
from app.store import failures, releases, snapshots
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot
from app.web.facts import comparisons
from app.web.facts import live as facts
from app.web.facts.live import ChosenRelease, EnvironmentFacts, EnvironmentInfo, FleetFacts
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, Moved, NotFound
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.segments import MomentSegment


@dataclass(frozen=True, slots=True)
class PinnedRequest:
    """A pinned address of an environment, taken apart; `tail` is what follows, `query` the parameters, as asked."""

    slug: str
    at: str
    against: str
    tail: str = ""
    query: str = ""
    database: str = "default"

    @property
    def path(self) -> str:
        return f"/environments/{self.slug}/at/{self.at}/against/{self.against}"


def environment(
    session: ReadSession, project: Project, asked: PinnedRequest
) -> tuple[EnvironmentFacts, EnvironmentAddress]:
    """
    The facts, and the canonical address.

    Raises `Moved` when the words are not the canonical ones, `NotFound` for an unknown fingerprint, `Ambiguous` for
    one that is too short, `AddressError` for what is no address.
    """
    word, digits = segments.named(asked.at)
    moment = MomentSegment.parse(word)
    snapshot = _snapshot(session, project.slug, asked, moment, digits)
    release, label = _release(session, project.slug, asked.against)
    address = EnvironmentAddress.pinned(
        project.slug,
        snapshot.environment,
        snapshot.received_at,
        history=snapshot.history.fingerprint,
        label=label,
        release=release.fingerprint,
        database=asked.database,
    )
    if address.path != f"/{project.slug}{asked.path}":
        raise Moved(address.path + asked.tail + (f"?{asked.query}" if asked.query else ""))
    drift = comparisons.drift_of(release, snapshot.history, alias=asked.database)
    sighting = Sighting(environment=snapshot.environment, drift=drift, seen_at=snapshot.received_at)
    chosen = ChosenRelease(release, label)
    found = EnvironmentFacts(
        project, EnvironmentInfo(snapshot.environment), asked.database, chosen, snapshot, sighting
    )
    return found, address


def fleet(  # noqa: PLR0913 - all that a pinned fleet is made of
    session: ReadSession,
    project: Project,
    moment: MomentSegment,
    against: str,
    *,
    without: Sequence[str],
    limit: timedelta,
) -> FleetFacts:
    """
    What was known by then, and is the same whenever one asks.

    `seen_at` moves while a history stays, so a pinned fleet shows when each history was received, and takes from the
    failures, and from silences past the limit, who was unseen. `without` are environments that the address leaves
    out: they had a history, but were configured no more.
    """
    release, label = _release(session, project.slug, against)
    known = snapshots.as_of_all(session, project.slug, moment.last)
    failed = failures.as_of(session, project.slug, moment.last)
    slugs = sorted((known.keys() | failed.keys()) - set(without))
    sightings = {}
    for slug in slugs:
        snapshot = known.get(slug)
        configured = project.environment(slug)
        patience = limit if configured is None else configured.stale_after
        failure = failed.get(slug) or _silence(slug, snapshot, at=moment.last, limit=patience)
        sightings[slug] = Sighting(
            environment=slug,
            drift=None if snapshot is None else comparisons.drift_of(release, snapshot.history),
            failure=failure,
            seen_at=None if snapshot is None else snapshot.received_at,
        )
    histories = {slug: snapshot.history for slug, snapshot in known.items()}
    places = tuple(EnvironmentInfo(slug) for slug in slugs)
    removed = tuple(sorted(set(without)))
    chosen = ChosenRelease(release, label)
    return FleetFacts(
        project, chosen, places, sightings, histories, moment.last, at=moment.start, removed=removed
    )


def _silence(slug: str, snapshot: Snapshot | None, *, at: datetime, limit: timedelta) -> Failure | None:
    """A silence that still goes on, in the form in which the store keeps it once it has ended."""
    if snapshot is None or not is_stale(snapshot.seen_at, now=at, limit=limit):
        return None
    return Failure(slug, Cause.NOT_COLLECTED, snapshot.seen_at, at)


def canonical_label(session: ReadSession, project: str, release: Release, word: str) -> str:
    """The label that the address's word stands for if it ever pointed to this release, else its newest label."""
    known = [
        entry.label
        for entry in releases.all_labels(session, project)
        if entry.fingerprint == release.fingerprint
    ]
    meant = sorted(label for label in known if segments.word(label) == word)
    if meant:
        return meant[0]
    return known[0] if known else "release"


def _release(session: ReadSession, project: str, against: str) -> tuple[Release, str]:
    word, digits = segments.named(against)
    release = facts.one_release(session, project, digits)
    return release, canonical_label(session, project, release, word)


def _snapshot(
    session: ReadSession, project: str, asked: PinnedRequest, moment: MomentSegment, digits: str
) -> Snapshot:
    found = snapshots.with_fingerprint(session, project, asked.slug, digits)
    if not found:
        found = _elsewhere(session, project, asked, digits)
    if len({(snapshot.environment, snapshot.history.fingerprint) for snapshot in found}) > 1:
        raise Ambiguous(
            f"{len(found)} histories begin with {digits}.", [_link(project, asked, one) for one in found]
        )
    oldest_first = sorted(found, key=_received)
    return next((snapshot for snapshot in oldest_first if snapshot.received_at in moment), oldest_first[0])


def _elsewhere(session: ReadSession, project: str, asked: PinnedRequest, digits: str) -> tuple[Snapshot, ...]:
    """The name of the environment is only a word too."""
    found = tuple(
        snapshot
        for slug in snapshots.environments(session, project)
        if slug != asked.slug
        for snapshot in snapshots.with_fingerprint(session, project, slug, digits)
    )
    if not found:
        raise NotFound(f"No history {digits} is stored here.")
    return found


def _link(project: str, asked: PinnedRequest, snapshot: Snapshot) -> Link:
    fingerprint = snapshot.history.fingerprint
    moment = segments.minute(snapshot.received_at)
    path = f"/{project}/environments/{snapshot.environment}/at/{moment}~{fingerprint}/against/{asked.against}"
    return Link(f"{snapshot.environment}, {fingerprint[:16]}, received {moment}", path)


def _received(snapshot: Snapshot) -> datetime:
    return snapshot.received_at
