"""The readiness of a release as it is now."""

from collections.abc import Mapping
from datetime import datetime

from app.config import Project
from app.domain.difference.new_steps import NewSteps
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.label import Label
from app.domain.readiness import Base, Outlook
from app.domain.release import Release
from app.store import releases
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts import comparisons
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.facts.releases.order import places
from app.web.facts.releases.reference import ReleaseReference, reference_of
from app.web.readiness.facts.facts import ReadinessFacts, Since


def readiness(session: ReadSession, project: Project, segment: str, *, now: datetime) -> ReadinessFacts:
    """
    Every configured environment before the release that a segment names, as it is now.

    Raises `NotFound`, with links to the releases that are known, and `Ambiguous`. What is worked out is remembered
    until something is written, or the clock alone changes what is seen.
    """
    reference = reference_of(session, project, segment)
    named = reference.release.fingerprint if reference.pinned else reference.label
    fleet = live_fleet.fleet(session, project, now=now, release_text=named)
    order = places(session, project)
    _, _, outlook, since = remembered(
        session,
        ("readiness", id(project), named),
        lambda: (fleet.sightings, project, *_made(session, reference, fleet)),
        weight=lambda _: len(fleet.environments),
        holds=lambda made: made[0] is fleet.sightings,
    )
    labels = tuple(place.label.label for place in order)
    return ReadinessFacts(project, reference, fleet, outlook, since, labels)


def _made(
    session: ReadSession, reference: ReleaseReference, fleet: FleetFacts
) -> tuple[Outlook, Since | None]:
    project, release, label = fleet.project, reference.release, reference.label
    by_name = {each.label: each for each in releases.labels(session, project.slug)}
    running = {
        info.slug: running_label(fleet, info.slug, by_name, release.fingerprint)
        for info in fleet.environments
    }
    before = next((each.before for each in places(session, project) if each.label.label == label), None)
    wanted = {each for _, each in running.values() if each} | ({before} if before else set())
    stored = releases.of_labels(session, project.slug, wanted) if wanted else {}
    bases = {
        slug: base(name, stored.get(each) if each else None, release)
        for slug, (name, each) in running.items()
    }
    sightings = (fleet.sightings[info.slug] for info in fleet.environments)
    outlook = Outlook.of(label, sightings, bases)
    _ = (
        outlook.sentence,
        outlook.stops,
        outlook.one_way,
        outlook.lacked_alone,
        outlook.refused,
    )  # worked out once
    if before is None or reference.pinned:
        return outlook, None
    return outlook, Since(before.label, NewSteps(comparisons.difference_of(stored[before], release)))


def running_label(
    fleet: FleetFacts, slug: str, by_name: Mapping[str, Label], candidate: str
) -> tuple[str, Label | None]:
    """
    What runs in an environment, by name, and the label with its files where these are known.

    What a deploy told counts most, then where the rows stand, then what is declared: unless that is what may come,
    which says what the environment should run, not what it does.
    """
    running, standing = fleet.running.get(slug), fleet.standings.get(slug)
    if running is not None and running.basis is ReleaseBasis.TOLD:
        return running.name, running.label
    if standing is not None and standing.last is not None:
        return standing.last, by_name.get(standing.last)
    is_declared = running is not None and running.basis is ReleaseBasis.DECLARED
    if (
        running is not None
        and is_declared
        and (running.label is None or running.label.fingerprint != candidate)
    ):
        return running.name, running.label
    return "", None


def base(name: str, running: Release | None, release: Release) -> Base:
    """The release that runs somewhere, with what changed from it to the one that may come."""
    return Base(name, None if running is None else comparisons.difference_of(running, release))
