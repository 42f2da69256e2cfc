"""Whom an edit reaches: environments that Django refuses for it, now or when last seen, and those that recorded it."""

from collections.abc import Callable, Sequence

from app.domain.findings import Finding, Verdict
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.web.facts.fleet import FleetFacts


def blocked_by(
    fleet: FleetFacts | None, child: MigrationKey, parents: Sequence[MigrationKey]
) -> tuple[str, ...]:
    """The environments that Django refuses for exactly this: the child has a row, and one of the parents has none."""
    return _refused(fleet, child, parents, lambda sighting: sighting.blockers)


def unseen_and_blocked_by(
    fleet: FleetFacts | None, child: MigrationKey, parents: Sequence[MigrationKey]
) -> tuple[str, ...]:
    """The environments that nobody sees now, and that Django refused for exactly this when they were last seen."""
    return _refused(
        fleet,
        child,
        parents,
        lambda sighting: sighting.last_blockers if sighting.verdict is Verdict.UNSEEN else (),
    )


def recorded_in(fleet: FleetFacts | None, key: MigrationKey) -> tuple[int, int]:
    """How many environments have a row of a migration, and of how many the rows are known."""
    if fleet is None:
        return 0, 0
    known = [
        [part.drift.history for part in sighting.parts or (sighting,) if part.drift is not None]
        for sighting in fleet.sightings.values()
    ]
    return sum(any(key in each.recorded for each in histories) for histories in known), sum(map(bool, known))


def _refused(
    fleet: FleetFacts | None,
    child: MigrationKey,
    parents: Sequence[MigrationKey],
    blockers_of: Callable[[Sighting], Sequence[Finding]],
) -> tuple[str, ...]:
    """The environments, sorted, among whose blockers one says that this child lacks one of these parents."""
    sightings = {} if fleet is None else fleet.sightings
    return tuple(
        sorted(
            slug
            for slug, sighting in sightings.items()
            if any(
                finding.subject == child and not set(parents).isdisjoint(finding.related)
                for finding in blockers_of(sighting)
            )
        )
    )
