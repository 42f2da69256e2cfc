"""The page at `/`: the projects, the worst first. With a single project it redirects to the fleet of that one."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.config import Project
from app.domain import english
from app.domain.findings import Verdict
from app.domain.fleet.sighting import VERDICT_ORDER
from app.store.sessions import ReadSession
from app.web.facts import live
from app.web.facts.fleet import FleetFacts
from app.web.layout.first_steps import ADD_PROJECT
from app.web.layout.navigation import navigation
from app.web.layout.views import Empty, Frame, VerdictView
from app.web.server import rendering
from app.web.server.site import CurrentSite, Site
from app.web.urls import pages as addresses

router = APIRouter()


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many environments of a project have a verdict."""

    verdict: VerdictView
    number: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project: the sentence over its fleet, and the verdicts that occur there, worst first."""

    name: str
    href: str
    verdict: VerdictView | None
    sentence: str
    counts: tuple[VerdictCount, ...]


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    """Every project, the worst first. `empty` is for a site without a project."""

    frame: Frame
    headline: str
    projects: tuple[ProjectRow, ...]
    empty: Empty | None


@router.get("/")
def projects_page(request: Request, site: CurrentSite) -> Response:
    projects = site.settings.projects
    if len(projects) == 1:
        return RedirectResponse(addresses.home(projects[0].slug), status_code=307)
    with site.store.reading() as session:
        fleets = _worst_first([_fleet(session, project, site) for project in projects])
    return rendering.page(request, "projects/page.html", _page(fleets))


def _page(fleets: Sequence[FleetFacts]) -> ProjectsPage:
    sentence = _headline(fleets) if fleets else "No project yet."
    empty = None if fleets else Empty("Driftboard looks at what driftboard.toml names.", ADD_PROJECT)
    worst = _worst(fleets[0]) if fleets else None
    icon = f"favicon-{worst.value}" if worst else "favicon"
    frame = Frame(sentence.rstrip("."), navigation=navigation(None, current=""), favicon=icon)
    return ProjectsPage(frame, sentence, tuple(map(_row, fleets)), empty)


def _fleet(session: ReadSession, project: Project, site: Site) -> FleetFacts:
    return live.fleet(session, project, now=site.now(), release_text=None, with_standings=False)


def _worst(fleet: FleetFacts) -> Verdict | None:
    """The worst verdict of a project; None where it has no environment or no release."""
    counts = fleet.counts.items() if fleet.has_release else ()
    return next((verdict for verdict, number in counts if number), None)


def _worst_first(fleets: Sequence[FleetFacts]) -> list[FleetFacts]:
    def rank(fleet: FleetFacts) -> tuple[int, int, str]:
        worst = _worst(fleet)
        if worst is None:
            return (len(VERDICT_ORDER), 0, fleet.project.name)
        return (VERDICT_ORDER[worst], -fleet.counts[worst], fleet.project.name)

    return sorted(fleets, key=rank)


def _headline(fleets: Sequence[FleetFacts]) -> str:
    """`2 of 5 projects have blocked environments.`"""
    blocked = sum(_worst(fleet) is Verdict.BLOCKED for fleet in fleets)
    if not blocked:
        return f"{english.count(len(fleets), 'project')}, nothing that was seen is blocked."
    have = english.plural(blocked, "has", "have")
    return f"{blocked:,} of {english.count(len(fleets), 'project')} {have} blocked environments."


def _row(fleet: FleetFacts) -> ProjectRow:
    worst = _worst(fleet)
    counts = fleet.counts.items() if fleet.has_release else ()
    return ProjectRow(
        fleet.project.name,
        addresses.home(fleet.project.slug),
        None if worst is None else VerdictView.of(worst),
        fleet.sentence,
        tuple(VerdictCount(VerdictView.of(verdict), number) for verdict, number in counts if number),
    )
