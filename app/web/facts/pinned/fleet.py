"""The facts of a fleet that a pinned address names: what was known of every environment at a moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.config import Project
from app.domain.failure import Cause, Failure
from app.domain.fleet import Sighting
from app.domain.fleet.running_release import ReleaseBasis, RunningRelease
from app.domain.fleet.sighting import is_stale
from app.domain.release import Release
from app.store.pushed import deployments
from app.store.sessions import ReadSession
from app.web.facts import comparisons
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.facts.parts import Part, StoredTables
from app.web.facts.pinned.assignment import assigned
from app.web.facts.pinned.release import newer_releases, pinned_release
from app.web.urls.segments import MomentSegment


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

    `on` says which environments are held against another one, as `assignment` has it. So the page does not change when
    another release is declared. `newer` are the releases of which rows are ahead, as in the address of an environment.

    `without` are the slugs that the address leaves out: environments with a history that are not configured any more.
    `limit` is the age from which a history is stale, for environments that are not configured.

    The `seen_at` of a snapshot moves while the history stays the same. A pinned page never changes, so it shows when
    each history was received. Which environments were unseen follows from the failures, and from gaps past the limit.
    """
    chosen = ChosenRelease(*pinned_release(session, project.slug, against))
    ahead = newer_releases(session, project.slug, newer)
    told = deployments.latest(session, project.slug, moment.last)
    stored = StoredTables.of(session, project.slug, moment=moment.last)
    slugs = sorted(stored.environments - set(without))
    assignment = assigned(session, project.slug, on, usual=chosen, slugs=slugs, moment=moment)
    sightings, histories = {}, {}
    for slug in slugs:
        configured = project.environment(slug)
        stale_after = limit if configured is None else configured.stale_after
        parts = stored.parts(slug, None)
        sightings[slug] = whole = Sighting.of_parts(
            _sighting(
                project,
                assignment.releases[slug],
                ahead,
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
        against=assignment.releases,
        running={
            slug: RunningRelease(told[slug].name, ReleaseBasis.TOLD, deployment=told[slug])
            for slug in slugs
            if slug in told
        },
        told=assignment.told,
    )


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
        seen_at=part.seen_at if snapshot is None else snapshot.received_at,
        location=location,
        schemas=part.schemas,
        unknown_release="" if chosen.release else chosen.word,
    )


def _current_gap(slug: str, part: Part, *, at: datetime, limit: timedelta) -> Failure | None:
    """The gap without collections that goes on at `at`, or None: the store holds only gaps that have ended."""
    if part.seen_at is None or not is_stale(part.seen_at, now=at, limit=limit):
        return None
    return Failure(slug, Cause.NOT_COLLECTED, part.seen_at, at, location=part.location)
