"""The readiness of a release as it was known at a moment: nothing that came later is in it."""

from collections.abc import Sequence
from datetime import timedelta

from app.config import Project
from app.domain.fleet.deployment import deployed
from app.domain.readiness import Base, Outlook
from app.domain.release import Release
from app.store import releases
from app.store.pushed import deployments
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts.fleet import FleetFacts
from app.web.facts.pinned import fleet as pinned_fleet
from app.web.facts.pinned.release import pinned_release
from app.web.facts.releases.reference import ReleaseReference
from app.web.readiness.facts.facts import ReadinessFacts
from app.web.readiness.facts.live import base
from app.web.urls.segments import MomentSegment


def readiness(  # noqa: PLR0913 - all that a pinned address says
    session: ReadSession,
    project: Project,
    segment: str,
    moment: MomentSegment,
    *,
    without: Sequence[str],
    newer: str,
    limit: timedelta,
) -> ReadinessFacts:
    """
    Every environment of which a history was received by the end of `moment`, before the release of a pinned segment.

    `without` are the slugs that the address leaves out, `newer` the releases of which rows are known to be. `limit` is
    the age from which a history is stale, for environments that are not configured. Raises `NotFound`, `Ambiguous`,
    and `AddressError` for a segment without a fingerprint. Remembered until something is written.
    """
    facts: ReadinessFacts
    key = ("readiness", id(project), segment, moment, tuple(without), newer, limit)
    _, facts = remembered(
        session,
        key,
        lambda: (
            project,
            _readiness(session, project, segment, moment, without=without, newer=newer, limit=limit),
        ),
        weight=lambda made: len(made[1].fleet.environments),
    )
    return facts


def _readiness(  # noqa: PLR0913 - all that a pinned address says
    session: ReadSession,
    project: Project,
    segment: str,
    moment: MomentSegment,
    *,
    without: Sequence[str],
    newer: str,
    limit: timedelta,
) -> ReadinessFacts:
    release, label = pinned_release(session, project.slug, segment)
    reference = ReleaseReference(release, label, pinned=True)
    fleet = pinned_fleet.fleet(session, project, moment, segment, without=without, newer=newer, limit=limit)
    bases = _bases(session, project, fleet, release, moment)
    sightings = (fleet.sightings[info.slug] for info in fleet.environments)
    return ReadinessFacts(project, reference, fleet, Outlook.of(label, sightings, bases))


def _bases(
    session: ReadSession, project: Project, fleet: FleetFacts, release: Release, moment: MomentSegment
) -> dict[str, Base]:
    """What ran in each environment, where a deploy had told it by then."""
    told = deployments.latest(session, project.slug, moment.last)
    known = [each for each in releases.all_labels(session, project.slug) if each.added_at <= moment.last]
    running = {
        slug: (told[slug].name, deployed(told[slug], known)) for slug in fleet.sightings if slug in told
    }
    wanted = {label for _, label in running.values() if label is not None}
    stored = releases.of_labels(session, project.slug, wanted) if wanted else {}
    return {
        slug: base(name, stored.get(label) if label else None, release)
        for slug, (name, label) in running.items()
    }
