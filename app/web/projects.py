"""The page at `/`: a list of the projects. With a single project it redirects to the fleet of that one."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain import english
from app.web.layout.first_steps import ADD_PROJECT
from app.web.layout.navigation import navigation
from app.web.layout.views import Empty, Frame, Link
from app.web.server import rendering
from app.web.server.site import CurrentSite
from app.web.urls import pages as addresses

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    """Every project, by name. `empty` is for a site without a project."""

    frame: Frame
    headline: str
    projects: tuple[Link, ...]
    empty: Empty | None


@router.get("/")
def projects_page(request: Request, site: CurrentSite) -> Response:
    projects = site.settings.projects
    if len(projects) == 1:
        return RedirectResponse(addresses.home(projects[0].slug), status_code=307)
    links = tuple(Link(project.name, addresses.home(project.slug)) for project in projects)
    headline = english.count(len(projects), "project") + "." if projects else "No project yet."
    empty = None if projects else Empty("Driftboard looks at what driftboard.toml names.", ADD_PROJECT)
    frame = Frame("Projects", navigation=navigation(None, current=""))
    return rendering.page(request, "projects/page.html", ProjectsPage(frame, headline, links, empty))
