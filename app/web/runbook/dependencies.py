"""
What the pages of the runbook depend on: the project that the reader comes from.

A code means the same in every project, so an address of the runbook names none. With several projects the page has to
know which fleet its top bar leads back to: the address keeps it as `?project=`, and who comes without that is asked
where the link stood.
"""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Request

from app.config import Project
from app.web.server.errors import Moved
from app.web.server.site import CurrentSite, Site
from app.web.urls import pages as addresses
from app.web.urls.pages import path_of

PROJECT = "project"


def origin(request: Request, site: CurrentSite) -> Project | None:
    """
    The project that the address names, or the only one; None where that is not known.

    Raises `Moved` to the address with the project, where only the page with the link says it.
    """
    projects = site.settings.projects
    if len(projects) == 1:
        return projects[0]
    named = site.settings.project(request.query_params.get(PROJECT, ""))
    if named is None and PROJECT not in request.query_params:
        before = _before(request.headers.get("Referer", ""), site)
        if before is not None:
            raise Moved(
                addresses.with_query(path_of(request.scope["path"]), [(PROJECT, before.slug)]),
                permanent=False,
            )
    return named


def _before(referrer: str, site: Site) -> Project | None:
    """The project of the page from which the reader comes; browsers say it within one site alone."""
    parts = urlsplit(referrer)
    first, *_ = [*filter(None, parts.path.split("/")), ""]
    kept = parse_qs(parts.query).get(PROJECT, [""])[0]
    return site.settings.project(first) or site.settings.project(kept)


Origin = Annotated[Project | None, Depends(origin)]
