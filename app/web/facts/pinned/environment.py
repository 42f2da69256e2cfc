"""The facts of one environment that a pinned address names: a history, and the release that it is held against."""

from dataclasses import dataclass

from app.config import Project
from app.domain import english
from app.domain.fleet import Sighting
from app.domain.provenance import NO_KNOWLEDGE, Knowledge
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.domain.ways.scripts import Dialect
from app.store import snapshots
from app.store.errors import DamagedHistoryError
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot
from app.web.facts import comparisons, dialect
from app.web.facts.chosen import ChosenRelease
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.fleet import EnvironmentInfo
from app.web.facts.pinned.damage import damage
from app.web.facts.pinned.release import newer_releases, pinned_release
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, Moved, NotFound
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress, pinned_path
from app.web.urls.segments import MomentSegment


@dataclass(frozen=True, slots=True)
class PinnedRequest:
    """
    The parts of a pinned address of an environment, as the browser sent them.

    `at` and `against` are the segments of the history and of the release. `tail` is what follows them in the path, such
    as `.json`. `query` is the query string. `newer` names newer releases, as `v2.1~4be19d02aa`, with commas between
    them: rows of these are no drift, but ahead. `sql` names the SQL of the scripts,
    `search_path` the schemas in which they look for tables, with commas between them.
    """

    slug: str
    at: str
    against: str
    tail: str = ""
    query: str = ""
    location: TableLocation = DEFAULT_LOCATION
    apps: frozenset[str] | None = None
    newer: str = ""
    sql: str = ""
    search_path: tuple[str, ...] = ()

    def path(self, project: str) -> str:
        """The path that was asked for, without its tail."""
        return pinned_path(project, self.slug, self.at, self.against)


def environment(
    session: ReadSession, project: Project, request: PinnedRequest
) -> tuple[EnvironmentFacts, EnvironmentAddress]:
    """
    The facts that the address names, and the canonical form of the address.

    Raises `Moved` if the address is not the canonical one, `NotFound` for an unknown fingerprint, `Ambiguous` for one
    that is too short, `AddressError` for a segment of another form.
    """
    time, digits = segments.split_segment(request.at)
    moment = MomentSegment.parse(time)
    try:
        snapshot = _snapshot(session, project.slug, request, moment, digits)
    except DamagedHistoryError as error:
        raise _damage(session, project.slug, request, error) from None
    release, label = pinned_release(session, project.slug, request.against)
    # The alias is what the address says: another one may have been configured since, and the page stays the same.
    location = TableLocation(request.location.alias, snapshot.location.schema)
    address = EnvironmentAddress.pinned(
        project.slug,
        snapshot.environment,
        snapshot.received_at,
        history=snapshot.history.fingerprint,
        label=label,
        release=release.fingerprint,
        location=location,
        apps=request.apps,
        newer=request.newer,
        dialect=dialect.named(request.sql) or Dialect.POSTGRESQL,
        search_path=request.search_path,
    )
    if address.path != request.path(project.slug):
        raise Moved(address.path + request.tail + (f"?{request.query}" if request.query else ""))
    newer = newer_releases(session, project.slug, request.newer)
    drift = comparisons.drift_knowing(
        release, newer, snapshot.history, alias=location.alias, apps=request.apps
    )
    sighting = Sighting(
        environment=snapshot.environment, drift=drift, seen_at=snapshot.received_at, location=location
    )
    chosen = ChosenRelease(release, label)
    facts = EnvironmentFacts(
        project,
        EnvironmentInfo(snapshot.environment),
        location,
        chosen,
        snapshot,
        sighting,
        apps=request.apps,
        knowledge=Knowledge(releases=(release, *newer)) if newer else NO_KNOWLEDGE,
        dialect=dialect.named(request.sql) or Dialect.POSTGRESQL,
        search_path=request.search_path,
    )
    return facts, address


def _snapshot(
    session: ReadSession, project: str, request: PinnedRequest, moment: MomentSegment, digits: str
) -> Snapshot:
    """The snapshot of that history that was received in `moment`, else the oldest one."""
    matches = snapshots.with_fingerprint(session, project, request.slug, digits, request.location)
    if not matches:
        matches = _in_other_environments(session, project, request, digits)
    if len({(snapshot.environment, snapshot.history.fingerprint) for snapshot in matches}) > 1:
        raise Ambiguous(
            f"{len(matches)} histories begin with {digits}.",
            [_link(project, request, snapshot) for snapshot in matches],
        )
    location = request.location
    oldest_first = sorted(
        matches,
        key=lambda snapshot: (
            snapshot.location.schema != location.schema,
            snapshot.location.alias != location.alias,
            snapshot.received_at,
        ),
    )
    return next((snapshot for snapshot in oldest_first if snapshot.received_at in moment), oldest_first[0])


def _damage(
    session: ReadSession, project: str, request: PinnedRequest, error: DamagedHistoryError
) -> NotFound:
    """The answer where the history of the address cannot be rebuilt."""
    release, label = pinned_release(session, project, request.against)

    def page(snapshot: Snapshot) -> str:
        return EnvironmentAddress.pinned(
            project,
            snapshot.environment,
            snapshot.received_at,
            history=snapshot.history.fingerprint,
            label=label,
            release=release.fingerprint,
            location=snapshot.location,
            apps=request.apps,
            newer=request.newer,
            dialect=dialect.named(request.sql) or Dialect.POSTGRESQL,
            search_path=request.search_path,
        ).page()

    return damage(session, error, page=page)


def _in_other_environments(
    session: ReadSession, project: str, request: PinnedRequest, digits: str
) -> tuple[Snapshot, ...]:
    """The snapshots of the history in other environments: like a label, the slug in the address does not decide."""
    matches = tuple(
        snapshot
        for slug in snapshots.environments(session, project)
        if slug != request.slug
        for snapshot in snapshots.with_fingerprint(session, project, slug, digits)
    )
    if not matches:
        raise NotFound(f"No history {digits} is stored here.")
    return matches


def _link(project: str, request: PinnedRequest, snapshot: Snapshot) -> Link:
    """A link to the page with the whole fingerprint of this snapshot's history."""
    fingerprint = snapshot.history.fingerprint
    moment = segments.minute(snapshot.received_at)
    path = pinned_path(project, snapshot.environment, f"{moment}~{fingerprint}", request.against)
    received = english.absolute(snapshot.received_at)
    return Link(f"{snapshot.environment}, {fingerprint[:16]}, received {received}", path + request.tail)
