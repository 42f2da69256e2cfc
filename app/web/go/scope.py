"""What is known of a project, for everything that is looked up in it."""

from dataclasses import dataclass
from datetime import datetime

from app.cache import WeightedCache
from app.config import Project
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.domain.label import Label
from app.domain.provenance import Knowledge
from app.store import knowledge, releases
from app.store.sessions import ReadSession
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.go.lookups import Index, Lookups, Place
from app.web.urls.environment import EnvironmentAddress, location_parameters

MAX_INDEXED = 400_000
"""The number of migrations in the cache of indexes."""

_indexes: WeightedCache[tuple[int, tuple[str, ...]], tuple[Knowledge, Index]] = WeightedCache(
    MAX_INDEXED, lambda entry: 1 + len(entry[1])
)
"""By the identity of the knowledge, which stays the same while nothing is added, and stays with the entry."""


@dataclass(frozen=True, eq=False)
class Scope:
    """One project as it is now."""

    session: ReadSession
    fleet: FleetFacts
    lookups: Lookups

    @classmethod
    def of(cls, session: ReadSession, project: Project, *, now: datetime) -> "Scope":
        fleet = live_fleet.fleet(session, project, now=now, release_text=None, with_standings=False)
        return cls(session, fleet, fleet.of_all("lookups", None, lambda: _lookups(session, fleet)))

    @property
    def project(self) -> Project:
        return self.fleet.project

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every label as it points now, the newest first."""
        return self.lookups.labels

    @property
    def index(self) -> Index:
        """Every migration of the known releases."""
        return self.lookups.index

    def address(self, part: Sighting) -> EnvironmentAddress:
        """The pages of a part of an environment, live."""
        several = bool(self.fleet.sightings[part.environment].parts)
        return address_of(self.project.slug, part, is_one_of_several=several)


def address_of(project: str, part: Sighting, *, is_one_of_several: bool) -> EnvironmentAddress:
    """The pages of an environment, or of one of its parts, live; `project` is a slug."""
    address = EnvironmentAddress.live(project, part.environment)
    location = {"database": part.location.alias} if is_one_of_several else {}
    return address.with_parameters(**{**location_parameters(part.location), **location})


def _lookups(session: ReadSession, fleet: FleetFacts) -> Lookups:
    """The facts are of this very revision of the store, so what else is read of it belongs to them."""
    slug = fleet.project.slug
    known = knowledge.of_project(session, slug)
    labels = releases.labels(session, slug)
    return Lookups(fleet.project, fleet.sightings, labels, known.history, _index(fleet, known))


def _index(fleet: FleetFacts, known: Knowledge) -> Index:
    """Made once while no release is added."""
    compared = [(each.word, each.release) for each in fleet.compared if each.release is not None]
    key = (id(known), tuple(f"{word}~{release.fingerprint}" for word, release in compared))
    cached = _indexes.get(key)
    if cached is None:
        newest_first = [(release.label or "", release) for release in reversed(known.releases)]
        index: dict[MigrationKey, tuple[str, Place]] = {}
        for place in (*compared, *newest_first):
            for migration in place[1].migrations:
                index.setdefault(migration, (str(migration).lower(), place))
        cached = known, index
        _indexes.put(key, cached)
    return cached[1]
