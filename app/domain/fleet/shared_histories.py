"""Environments that share one history: the same rows in the same order, whatever their ids and moments are."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.fleet.sighting import Sighting


@dataclass(frozen=True, slots=True)
class SharedHistory:
    """
    One history and the sorted slugs of the environments that have it.

    `shape` is its name, 64 hex digits: that of the history, or a hash over those of all databases of an environment.
    """

    shape: str
    environments: tuple[str, ...]


def shared_histories(sightings: Iterable[Sighting]) -> tuple[SharedHistory, ...]:
    """The histories of these environments, the one that most share first. One of which nothing is known is left out."""
    slugs_by_shape: dict[str, list[str]] = {}
    for sighting in sightings:
        shape = _shape(sighting)
        if shape is not None:
            slugs_by_shape.setdefault(shape, []).append(sighting.environment)
    shared = (SharedHistory(shape, tuple(sorted(slugs))) for shape, slugs in slugs_by_shape.items())
    return tuple(sorted(shared, key=lambda each: (-len(each.environments), each.environments)))


def _shape(sighting: Sighting) -> str | None:
    """The name of what an environment has recorded, in all of its databases; None where one of them was never read."""
    if sighting.drift is None:
        return None
    if not sighting.parts:
        return sighting.drift.history.shape
    drifts = [(part.location, part.drift) for part in sighting.parts]
    if any(drift is None for _, drift in drifts):
        return None
    told = sorted(
        f"{location.alias}\n{location.schema}\n{drift.history.shape}" for location, drift in drifts if drift
    )
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()
