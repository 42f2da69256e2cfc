"""A fleet together with the filters of its page: which environments are shown, and in which order."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.resolution.app_order import app_order
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.filters import Filters
from app.web.fleet.order import ordered
from app.web.wording.moments import Times


@dataclass(frozen=True, eq=False)
class FleetSelection:
    """One fleet, live or pinned, with the filters of its page and the addresses on it."""

    facts: FleetFacts
    filters: Filters
    address: FleetAddress

    @cached_property
    def infos(self) -> dict[str, EnvironmentInfo]:
        """The environments by slug, as `driftboard.toml` describes them."""
        return {info.slug: info for info in self.facts.environments}

    @cached_property
    def sightings(self) -> tuple[Sighting, ...]:
        """All environments."""
        return tuple(self.facts.sightings[info.slug] for info in self.facts.environments)

    @cached_property
    def matches(self) -> tuple[Sighting, ...]:
        """The environments that the filters let through, in the order of the page."""
        matching = (
            sighting
            for sighting in self.sightings
            if self.filters.matches(sighting, self.infos[sighting.environment])
        )
        return ordered(matching, self.infos, self.filters.sort)

    def app_labels(self, release: Release | None) -> tuple[str, ...]:
        """The apps of a release, in the order of the map's lanes; none without a release."""
        if release is None:
            return ()
        if release.fingerprint not in self._app_labels:
            labels = tuple(app for app in app_order(release) if app in release.apps)
            self._app_labels[release.fingerprint] = labels
        return self._app_labels[release.fingerprint]

    @cached_property
    def _app_labels(self) -> dict[str, tuple[str, ...]]:
        """The apps of each release that was asked for, by its fingerprint."""
        return {}

    @property
    def times(self) -> Times:
        """The moments of the page, in words."""
        return Times(None if self.facts.at else self.facts.now)
