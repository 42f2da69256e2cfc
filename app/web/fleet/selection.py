"""A fleet together with the filters of its page: which environments are shown, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.resolution.app_order import app_order
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.filters import Filters
from app.web.fleet.opening import Opening
from app.web.fleet.order import ordered
from app.web.wording.moments import Times


@dataclass(frozen=True, eq=False)
class FleetSelection:
    """One fleet, live or pinned, with the filters of its page and the addresses on it."""

    facts: FleetFacts
    filters: Filters
    address: FleetAddress

    @property
    def opening(self) -> Opening:
        """Which list is open."""
        return self.address.opening

    @property
    def infos(self) -> Mapping[str, EnvironmentInfo]:
        """The environments by slug, as `driftboard.toml` describes them."""
        return self.facts.infos

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All environments."""
        return self.facts.in_order

    @cached_property
    def matches(self) -> tuple[Sighting, ...]:
        """The environments that the filters let through, in the order of the page."""
        key = (self.filters.pairs, self.filters.sort)
        return self.facts.of_all("matches", key, self._matches)

    def _matches(self) -> tuple[Sighting, ...]:
        everything = self.ordered(self.filters.sort)
        if not self.filters.pairs:
            return everything
        return tuple(
            sighting
            for sighting in everything
            if self.filters.matches(sighting, self.infos[sighting.environment])
        )

    def ordered(self, sort: str) -> tuple[Sighting, ...]:
        """All environments in an order, put in it once."""
        return self.facts.of_all("ordered", sort, lambda: ordered(self.sightings, self.infos, sort))

    def app_labels(self, release: Release | None) -> tuple[str, ...]:
        """The apps of a release, in the order of the map's lanes; none without a release."""
        if release is None:
            return ()
        return self.facts.of_all("apps", release.fingerprint, lambda: _app_labels(release))

    @property
    def times(self) -> Times:
        """The moments of the page, in words."""
        return Times(None if self.facts.at else self.facts.now)


def _app_labels(release: Release) -> tuple[str, ...]:
    return tuple(app for app in app_order(release) if app in release.apps)
