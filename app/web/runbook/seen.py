"""The findings of one code that are seen now, in all projects: the page of the code leads to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.findings import Code
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.store.sessions import ReadSession
from app.web.facts import live
from app.web.facts.fleet import FleetFacts
from app.web.layout.views import Link
from app.web.server.site import Site
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress

MAX_LINKS = 20
"""Further findings are counted."""


@dataclass(frozen=True, slots=True)
class SeenNow:
    """Links to the findings of a code, and the number of further ones."""

    links: tuple[Link, ...]
    more: int


def seen_now(session: ReadSession, site: Site, code: Code) -> SeenNow:
    """The findings of this code in the environments of all projects, by project and environment."""
    links = [
        link
        for project in site.settings.projects
        for link in _links(
            live.fleet(session, project, now=site.now(), release_text=None, with_standings=False), code
        )
    ]
    return SeenNow(tuple(links[:MAX_LINKS]), max(0, len(links) - MAX_LINKS))


def _links(fleet: FleetFacts, code: Code) -> Iterator[Link]:
    """Each finding once for each environment, as the first of its databases and schemas has it."""
    for info in fleet.environments:
        whole = fleet.sightings[info.slug]
        found: set[MigrationKey] = set()
        for part in whole.parts or (whole,):
            for finding in part.drift.findings if part.drift and part.is_judged else ():
                if finding.code is code and finding.subject not in found:
                    found.add(finding.subject)
                    address = FindingAddress.of(_environment(fleet, whole, part), finding)
                    yield Link(f"{info.slug}: {finding.subject}", address.page())


def _environment(fleet: FleetFacts, whole: Sighting, part: Sighting) -> EnvironmentAddress:
    has_parts = bool(whole.parts or part.schemas)
    location = location_parameters(part.location) if has_parts else {}
    return EnvironmentAddress.live(fleet.project.slug, whole.environment, **location)
