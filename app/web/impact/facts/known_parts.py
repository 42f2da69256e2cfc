"""The tables of every environment as the core is asked about them."""

from collections.abc import Iterator, Mapping

from app.domain.fleet import Sighting
from app.domain.impact import KnownPart
from app.domain.impact.doubts import doubt, unseen
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import FleetFacts
from app.web.facts.pinned.assignment import NOBODY


def known_parts(fleet: FleetFacts, bases: Mapping[str, ChosenRelease]) -> Iterator[KnownPart]:
    """Every table of a fleet that is held against the candidate, with the release that runs there."""
    for info in fleet.environments:
        sighting = fleet.sightings[info.slug]
        for part in sighting.parts or (sighting,):
            yield _known_part(fleet, info.slug, part, bases[info.slug])


def _known_part(fleet: FleetFacts, slug: str, part: Sighting, base: ChosenRelease) -> KnownPart:
    history = None if part.drift is None else part.drift.history
    cause = None if part.failure is None else part.failure.cause
    return KnownPart(
        environment=slug,
        history=history,
        unseen="" if history is not None else unseen(cause, is_pushed=part.is_pushed),
        doubt="" if history is None else doubt(part.seen_at, cause, is_stale=part.stale),
        seen_at=part.seen_at,
        base=base.release,
        base_name="" if base.label == NOBODY else base.word,
        location=part.location,
        schemas=part.schemas,
        apps=fleet.project.apps(slug, part.location),
    )
