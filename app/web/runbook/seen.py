"""The findings of one code that are seen now, in all projects: the page of the code leads to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from app.domain.findings import Code, Finding
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.store.sessions import ReadSession
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.layout.views import Link
from app.web.server.site import Site
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress

MAX_LINKS = 20
"""Further findings are counted."""


@dataclass(frozen=True, slots=True)
class SeenNow:
    """Links to the findings of a code, and the number of further ones."""

    links: tuple[Link, ...] = ()
    more: int = 0


def seen_now(session: ReadSession, site: Site, code: Code) -> SeenNow:
    """
    The findings of this code in the environments of all projects, by project and environment.

    The environments of a project are looked at once while nothing is written, for all codes.
    """
    links: list[Link] = []
    more = 0
    for project in site.settings.projects:
        fleet = live_fleet.fleet(session, project, now=site.now(), release_text=None, with_standings=False)
        seen = fleet.of_all("seen now", None, partial(_by_code, fleet)).get(code, SeenNow())
        shown = seen.links[: MAX_LINKS - len(links)]
        more += seen.more + len(seen.links) - len(shown)
        links += shown
    return SeenNow(tuple(links), more)


def _by_code(fleet: FleetFacts) -> Mapping[Code, SeenNow]:
    """The findings of each code in the environments of a project."""
    links: dict[Code, list[Link]] = {}
    numbers = dict.fromkeys(Code, 0)
    for whole, part, finding in _findings(fleet):
        numbers[finding.code] += 1
        if numbers[finding.code] <= MAX_LINKS:
            address = FindingAddress.of(_environment(fleet, whole, part), finding)
            link = Link(f"{whole.environment}: {finding.subject}", address.page())
            links.setdefault(finding.code, []).append(link)
    return {code: SeenNow(tuple(found), numbers[code] - len(found)) for code, found in links.items()}


def _findings(fleet: FleetFacts) -> Iterator[tuple[Sighting, Sighting, Finding]]:
    """Yield each finding once for each environment, with the first of its databases and schemas that has it."""
    for whole in fleet.in_order:
        found: set[tuple[Code, MigrationKey]] = set()
        for part in whole.parts or (whole,):
            for finding in part.drift.findings if part.drift and part.is_judged else ():
                if (finding.code, finding.subject) not in found:
                    found.add((finding.code, finding.subject))
                    yield whole, part, finding


def _environment(fleet: FleetFacts, whole: Sighting, part: Sighting) -> EnvironmentAddress:
    has_parts = bool(whole.parts or part.schemas)
    location = location_parameters(part.location) if has_parts else {}
    return EnvironmentAddress.live(fleet.project.slug, whole.environment, **location)
