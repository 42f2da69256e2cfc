"""What the row of an environment says, in a few digits: the same as long as nothing but the clock goes on."""

from collections.abc import Iterable
from hashlib import blake2b

from app.domain.fleet import Sighting
from app.web.facts.fleet import FleetFacts
from app.web.fleet.selection import FleetSelection


def row_version(fleet: FleetSelection, sighting: Sighting) -> str:
    """Eight digits of what the row is made of: histories, the release, failures, and what was told of what runs."""
    return _digits(_facts(fleet.facts, sighting))


def list_version(number: int, versions: Iterable[str]) -> str:
    """The same for the shown rows of a list of so many."""
    return _digits([str(number), *versions])


def _facts(facts: FleetFacts, sighting: Sighting) -> Iterable[str]:
    slug = sighting.environment
    yield from (slug, sighting.verdict.value, facts.release_of(slug).identity, facts.rows_place(slug))
    running, standing = facts.running.get(slug), facts.standings.get(slug)
    if running is not None:
        deployed = running.deployment and running.deployment.received_at.isoformat()
        yield f"{running.basis.value} {running.name} {deployed}"
    yield "" if standing is None else standing.sentence
    for part in sighting.parts or (sighting,):
        yield "" if part.drift is None else part.drift.history.fingerprint
        yield "" if part.failure is None else f"{part.failure.cause.value} {part.failure.since.isoformat()}"
        yield str(part.stale)


def _digits(texts: Iterable[str]) -> str:
    return blake2b("\n".join(texts).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
