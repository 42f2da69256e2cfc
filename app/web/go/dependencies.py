"""What the routes of "Go to…" depend on: the text that was sent, the projects that are looked into, and the answer."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from app.config import Project
from app.web.go.errors import MAX_ENVIRONMENTS
from app.web.go.hit import MAX_HITS
from app.web.go.question import MAX_LENGTH, Question
from app.web.go.scope import Scope
from app.web.go.search import found
from app.web.go.views import Found
from app.web.server import rendering
from app.web.server.site import CurrentSite, Site

MAX_BODY = 4 * MAX_LENGTH
"""The length of the longest form that is read, in bytes; each letter may take up to nine of them."""

FIELD = "q"


@dataclass(frozen=True, eq=False)
class Asked:
    """A question, where it was asked, and what it leads to; `project` is None for the question to all projects."""

    question: Question
    project: Project | None
    found: Found


def of_address(request: Request, site: CurrentSite) -> Asked:
    """The question of an address, `?q=`."""
    return _asked(request, site, Question(request.query_params.get(FIELD, "")))


async def form_text(request: Request) -> str:
    """The text that a form sends. Of one that is too long so much is kept that it is seen to be too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return " " * (MAX_LENGTH + 1)
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return next((value for name, value in fields if name == FIELD), "")


def of_form(request: Request, site: CurrentSite, text: Annotated[str, Depends(form_text)]) -> Asked:
    """The question of a form that was sent."""
    return _asked(request, site, Question(text))


def _asked(request: Request, site: Site, question: Question) -> Asked:
    slug = request.path_params.get("project")
    project = None if slug is None else site.project(slug)
    projects = site.settings.projects if project is None else (project,)
    with site.store.reading() as session:
        scopes = (
            [Scope.of(session, each, now=site.now()) for each in projects] if question.text.strip() else []
        )
        most = MAX_HITS if rendering.wants_part(request) else MAX_ENVIRONMENTS
        return Asked(question, project or _only(projects), found(scopes, question, most=most))


def _only(projects: tuple[Project, ...]) -> Project | None:
    return projects[0] if len(projects) == 1 else None


OfAddress = Annotated[Asked, Depends(of_address)]
OfForm = Annotated[Asked, Depends(of_form)]
