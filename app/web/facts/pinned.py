"""The facts behind a pinned page: what the address names by fingerprint and moment. They never change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.config import Project
from app.domain.failure import Cause, Failure
from app.domain.fleet import Sighting
from app.domain.fleet.running_release import ReleaseBasis, RunningRelease
from app.domain.fleet.sighting import is_stale
from app.domain.release import Release
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import releases, snapshots
from app.store.pushed import deployments
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot
from app.web.facts import comparisons
from app.web.facts.chosen import ChosenRelease, release_with_fingerprint
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.facts.parts import Part, StoredTables
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, Moved, NotFound
from app.web.urls import labels as label_segments
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress, pinned_path
from app.web.urls.segments import AddressError, MomentSegment


@dataclass(frozen=True, slots=True)
class PinnedRequest:
    """
    The parts of a pinned address of an environment, as the browser sent them.

    `at` and `against` are the segments of the history and of the release. `tail` is what follows them in the path, such
    as `.json`. `query` is the query string. `newer` names newer releases, as `v2.1~4be19d02aa`, with commas between
    them: rows of these are no drift, but ahead.
    """

    slug: str
    at: str
    against: str
    tail: str = ""
    query: str = ""
    location: TableLocation = DEFAULT_LOCATION
    apps: frozenset[str] | None = None
    newer: str = ""

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
    snapshot = _snapshot(session, project.slug, request, moment, digits)
    release, label = _release(session, project.slug, request.against)
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
    )
    if address.path != request.path(project.slug):
        raise Moved(address.path + request.tail + (f"?{request.query}" if request.query else ""))
    drift = comparisons.drift_knowing(
        release,
        _newer_releases(session, project.slug, request.newer),
        snapshot.history,
        alias=location.alias,
        apps=request.apps,
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
    )
    return facts, address


def fleet(  # noqa: PLR0913 - all that a pinned fleet is made of
    session: ReadSession,
    project: Project,
    moment: MomentSegment,
    against: str,
    *,
    without: Sequence[str],
    on: Sequence[str] = (),
    newer: str = "",
    limit: timedelta,
) -> FleetFacts:
    """
    What was known of every environment by the end of `moment`, against the release of the segment `against`.

    `on` are other releases with the environments that are held against them: `v1.1~9c0e11d2bb:edge-1,edge-2`, and only
    the name of one that was not known. So the page does not change when another release is declared. `newer` are the
    releases of which rows are ahead, as in the address of an environment.

    `without` are the slugs that the address leaves out: environments with a history that are not configured any more.
    `limit` is the age from which a history is stale, for environments that are not configured.

    The `seen_at` of a snapshot moves while the history stays the same. A pinned page never changes, so it shows when
    each history was received. Which environments were unseen follows from the failures, and from gaps past the limit.
    """
    chosen = ChosenRelease(*_release(session, project.slug, against))
    others = _other_releases(session, project.slug, on)
    newer_releases = _newer_releases(session, project.slug, newer)
    told = deployments.latest(session, project.slug, moment.last)
    stored = StoredTables.of(session, project.slug, moment=moment.last)
    slugs = sorted(stored.environments - set(without))
    sightings, histories = {}, {}
    for slug in slugs:
        configured = project.environment(slug)
        stale_after = limit if configured is None else configured.stale_after
        parts = stored.parts(slug, None)
        sightings[slug] = whole = Sighting.of_parts(
            _sighting(
                project,
                others.get(slug, chosen),
                newer_releases,
                slug,
                part,
                at=moment.last,
                limit=stale_after,
            )
            for part in parts
        )
        history = next((part.snapshot.history for part in parts if part.snapshot is not None), None)
        if history is not None:
            histories[slug] = history if whole.drift is None else whole.drift.history
    return FleetFacts(
        project,
        chosen,
        tuple(EnvironmentInfo(slug) for slug in slugs),
        sightings,
        histories,
        moment.last,
        at=moment.start,
        removed=tuple(sorted(set(without))),
        against={slug: others.get(slug, chosen) for slug in slugs},
        running={
            slug: RunningRelease(told[slug].name, ReleaseBasis.TOLD, deployment=told[slug])
            for slug in slugs
            if slug in told
        },
    )


def _newer_releases(session: ReadSession, project: str, text: str) -> tuple[Release, ...]:
    """The newer releases that a pinned address names, under the labels that it names, in its order."""
    found = (_release(session, project, segment) for segment in text.split(",") if segment)
    return tuple(replace(release, label=label) for release, label in found)


def _other_releases(session: ReadSession, project: str, on: Sequence[str]) -> dict[str, ChosenRelease]:
    """The release of each environment that the parameters `on=` name, by slug. Raises as `_release`."""
    by_slug: dict[str, ChosenRelease] = {}
    for text in on:
        segment, _, slugs = text.rpartition(":")
        if not segment:
            raise AddressError(f"{text} names no environments; one looks like v1.1~9c0e11d2bb:edge-1,edge-2.")
        if "~" in segment:
            chosen = ChosenRelease(*_release(session, project, segment))
        else:
            chosen = ChosenRelease(None, label_segments.label_of(segment) or segment)
        by_slug.update(dict.fromkeys(slugs.split(","), chosen))
    return by_slug


def _sighting(  # noqa: PLR0913 - all that is known of a part
    project: Project,
    chosen: ChosenRelease,
    newer: Sequence[Release],
    slug: str,
    part: Part,
    *,
    at: datetime,
    limit: timedelta,
) -> Sighting:
    """What was known of a part of an environment at a moment."""
    snapshot, location = part.snapshot, part.location
    drift = (
        None
        if snapshot is None or chosen.release is None
        else comparisons.drift_knowing(
            chosen.release, newer, snapshot.history, alias=location.alias, apps=project.apps(slug, location)
        )
    )
    return Sighting(
        environment=slug,
        drift=drift,
        failure=part.failure or _current_gap(slug, part, at=at, limit=limit),
        seen_at=None if snapshot is None else snapshot.received_at,
        location=location,
        schemas=part.schemas,
        unknown_release="" if chosen.release else chosen.word,
    )


def _current_gap(slug: str, part: Part, *, at: datetime, limit: timedelta) -> Failure | None:
    """The gap without collections that goes on at `at`, or None: the store holds only gaps that have ended."""
    if part.seen_at is None or not is_stale(part.seen_at, now=at, limit=limit):
        return None
    return Failure(slug, Cause.NOT_COLLECTED, part.seen_at, at, location=part.location)


def canonical_label(session: ReadSession, project: str, release: Release, segment: str) -> str:
    """
    The label that a pinned address of a release shows.

    It is the label with this segment, or with this segment in addresses of earlier versions, if that ever pointed to
    the release; else the newest label that did, else `release`.
    """
    labels = [
        label.label
        for label in releases.all_labels(session, project)
        if label.fingerprint == release.fingerprint
    ]
    named = label_segments.label_of(segment)
    if named in labels:
        return named
    formerly = [label for label in labels if label_segments.former_segment(label) == segment]
    if formerly:
        return min(formerly)
    return labels[0] if labels else label_segments.NO_LABEL


def _release(session: ReadSession, project: str, against: str) -> tuple[Release, str]:
    """The release of a pinned segment, and its canonical label."""
    words, digits = segments.split_segment(against)
    release = release_with_fingerprint(session, project, digits)
    return release, canonical_label(session, project, release, words)


def _snapshot(
    session: ReadSession, project: str, request: PinnedRequest, moment: MomentSegment, digits: str
) -> Snapshot:
    """The snapshot of that history that was received in `moment`, else the oldest one."""
    matches = snapshots.with_fingerprint(session, project, request.slug, digits)
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
    return Link(f"{snapshot.environment}, {fingerprint[:16]}, received {moment}", path)
