"""What is known of a project, for everything that is looked up in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.cache import WeightedCache
from app.config import Project
from app.domain.findings import Finding
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.domain.label import Label
from app.domain.provenance import Knowledge
from app.domain.release import Release
from app.store import knowledge, releases
from app.store.sessions import ReadSession
from app.web.facts import live
from app.web.facts.fleet import FleetFacts
from app.web.urls.environment import EnvironmentAddress, location_parameters

MAX_INDEXED = 400_000
"""The number of migrations in the cache of indexes."""

Place = tuple[str, Release]
"""The label and the release that has a migration."""

Index = Mapping[MigrationKey, tuple[str, Place]]
"""Of every known migration its name in small letters, and where it is: first in what environments are held against."""

_indexes: WeightedCache[tuple[int, tuple[str, ...]], tuple[Knowledge, Index]] = WeightedCache(
    MAX_INDEXED, lambda entry: 1 + len(entry[1])
)
"""By the identity of the knowledge, which stays the same while nothing is added, and stays with the entry."""


@dataclass(frozen=True, eq=False)
class Scope:
    """One project as it is now."""

    session: ReadSession
    fleet: FleetFacts
    known: Knowledge

    @classmethod
    def of(cls, session: ReadSession, project: Project, *, now: datetime) -> "Scope":
        fleet = live.fleet(session, project, now=now, release_text=None, with_standings=False)
        return cls(session, fleet, knowledge.of_project(session, project.slug))

    @property
    def project(self) -> Project:
        return self.fleet.project

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every label as it points now, the newest first."""
        return releases.labels(self.session, self.project.slug)

    @cached_property
    def index(self) -> Index:
        """Every migration of the known releases; made once while none is added."""
        compared = [(each.word, each.release) for each in self.fleet.compared if each.release is not None]
        key = (id(self.known), tuple(f"{word}~{release.fingerprint}" for word, release in compared))
        cached = _indexes.get(key)
        if cached is None:
            newest_first = [(release.label or "", release) for release in reversed(self.known.releases)]
            index: dict[MigrationKey, tuple[str, Place]] = {}
            for place in (*compared, *newest_first):
                for migration in place[1].migrations:
                    index.setdefault(migration, (str(migration).lower(), place))
            cached = self.known, index
            _indexes.put(key, cached)
        return cached[1]

    def parts(self) -> Iterator[Sighting]:
        """Yield every part of every environment, by slug, the worst part of an environment first."""
        for sighting in self.fleet.sightings.values():
            yield from sighting.parts or (sighting,)

    def findings(self) -> Iterator[tuple[Sighting, Finding]]:
        """Yield every finding with where it is."""
        for part in self.parts():
            for finding in part.drift.findings if part.drift else ():
                yield part, finding

    def address(self, part: Sighting) -> EnvironmentAddress:
        """The pages of a part of an environment, live."""
        several = bool(self.fleet.sightings[part.environment].parts)
        address = EnvironmentAddress.live(self.project.slug, part.environment)
        location = {"database": part.location.alias} if several else {}
        return address.with_parameters(**{**location_parameters(part.location), **location})
