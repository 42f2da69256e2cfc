"""What a release would mean as things are now."""

from collections.abc import Mapping
from datetime import datetime

from app.config import Project
from app.domain.drift import Drift
from app.domain.history import History
from app.domain.impact import Impact, KnownPart, impact_of
from app.domain.impact.impact import DriftOf
from app.domain.provenance import Knowledge
from app.domain.release import Release
from app.store import knowledge
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts import comparisons
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.facts.pinned.assignment import NOBODY
from app.web.facts.releases.reference import ReleaseReference, reference_of
from app.web.facts.running import running_of
from app.web.impact.facts.facts import ImpactFacts
from app.web.impact.facts.known_parts import known_parts


def impact(session: ReadSession, project: Project, segment: str, *, now: datetime) -> ImpactFacts:
    """
    What the release that a segment names would mean for every configured environment, as it is now.

    Raises `NotFound`, with links to the releases that are known, and `Ambiguous`. What is worked out is remembered
    until something is written, or the clock alone changes what is seen.
    """
    reference = reference_of(session, project, segment)
    named = reference.release.fingerprint if reference.pinned else reference.label
    fleet = live_fleet.fleet(session, project, now=now, release_text=named, with_standings=False)
    _, bases, made, code = remembered(
        session,
        ("impact", id(project), named),
        lambda: (fleet.sightings, *_made(session, reference, fleet)),
        weight=lambda _: 2 * len(fleet.environments),
        holds=lambda known: known[0] is fleet.sightings,
    )
    return ImpactFacts(project, reference, fleet, bases, made, code.history)


def _made(
    session: ReadSession, reference: ReleaseReference, fleet: FleetFacts
) -> tuple[Mapping[str, ChosenRelease], Impact, Knowledge]:
    project, candidate = fleet.project, reference.release
    bases = bases_of(session, fleet, candidate)
    parts = tuple(known_parts(fleet, bases))
    known = knowledge.of_project(session, project.slug)
    return (
        bases,
        impact_of(
            candidate,
            parts,
            name=reference.label,
            knowledge=known,
            drift_of=_drift_of(known, candidate, parts),
        ),
        known,
    )


def bases_of(session: ReadSession, fleet: FleetFacts, candidate: Release) -> dict[str, ChosenRelease]:
    """What runs in each environment, by slug: told, declared, or the newest release but the candidate."""
    slugs = [info.slug for info in fleet.environments]
    running = running_of(session, fleet.project, slugs, release_text=None, besides=candidate.fingerprint)
    return {
        slug: running.against[slug] if slug in running.running else ChosenRelease(None, NOBODY)
        for slug in slugs
    }


def _drift_of(known: Knowledge, candidate: Release, parts: tuple[KnownPart, ...]) -> DriftOf | None:
    """The comparisons that pages keep; None where what is known of the code lacks a release that is asked about."""
    asked = {candidate.fingerprint, *(part.base.fingerprint for part in parts if part.base is not None)}
    if not asked <= {release.fingerprint for release in known.releases}:
        return None

    def drift_of(release: Release, history: History, alias: str, apps: frozenset[str] | None) -> Drift:
        return comparisons.informed_drift_of(release, history, known, alias=alias, apps=apps)

    return drift_of
