"""The page at `/`: the projects, the worst first. With a single project it redirects to the fleet of that one."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain import english
from app.domain.findings import Verdict
from app.domain.fleet.announcement.change import UNJUDGED
from app.domain.fleet.sighting import VERDICT_ORDER
from app.web.layout.first_steps import ADD_PROJECT
from app.web.layout.navigation import navigation
from app.web.layout.views import Empty, Frame, VerdictView
from app.web.projects.verdicts import ProjectVerdicts, verdicts_of
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls import pages as addresses

router = APIRouter(route_class=OneThread)


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
        worst_first = sorted(verdicts_of(session, projects, now=site.now()), key=_rank)
    return rendering.page(request, "projects/page.html", _page(worst_first))


def _page(fleets: Sequence[ProjectVerdicts]) -> ProjectsPage:
    sentence = _headline(fleets) if fleets else "No project yet."
    empty = None if fleets else Empty("Driftboard looks at what driftboard.toml names.", ADD_PROJECT)
    worst = fleets[0].worst if fleets else None
    icon = f"favicon-{worst.value}" if worst else "favicon"
    frame = Frame(sentence.rstrip("."), navigation=navigation(None, current=""), favicon=icon)
    return ProjectsPage(frame, sentence, tuple(map(_row, fleets)), empty)


def _rank(fleet: ProjectVerdicts) -> tuple[int, int, str]:
    worst = fleet.worst
    if worst is None:
        return (len(VERDICT_ORDER), 0, fleet.project.name)
    return (VERDICT_ORDER[worst], -fleet.counts[worst], fleet.project.name)


def _headline(fleets: Sequence[ProjectVerdicts]) -> str:
    """`2 of 5 projects have blocked environments.` Of what was not seen or not judged nobody knows."""
    projects = english.count(len(fleets), "project")
    blocked = sum(fleet.worst is Verdict.BLOCKED for fleet in fleets)
    if blocked:
        return f"{blocked:,} of {projects} {english.plural(blocked, 'has', 'have')} blocked environments."
    judged = sum(number for fleet in fleets for each, number in fleet.counts.items() if each not in UNJUDGED)
    if not judged:
        return f"{projects}, no environment is judged yet."
    return f"{projects}, no environment that is judged is blocked."


def _row(fleet: ProjectVerdicts) -> ProjectRow:
    return ProjectRow(
        fleet.project.name,
        addresses.home(fleet.project.slug),
        None if fleet.worst is None else VerdictView.of(fleet.worst),
        fleet.sentence,
        tuple(
            VerdictCount(VerdictView.of(verdict), number)
            for verdict, number in fleet.counts.items()
            if number
        ),
    )
