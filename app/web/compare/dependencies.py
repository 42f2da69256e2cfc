"""What the routes of two sides depend on."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.compare.facts import CompareFacts, canonical, live_facts, pinned_facts
from app.web.compare.request import SideRequest
from app.web.server.site import CurrentSite
from app.web.urls.compare import PINNED_PATH, SECOND
from app.web.urls.pages import path_of


def live_pair(request: Request, site: CurrentSite) -> CompareFacts:
    """The two sides of a live address."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return live_facts(
            session,
            project,
            _sides(request),
            release_text=request.query_params.get("release") or None,
            now=site.now(),
        )


def pinned_pair(request: Request, site: CurrentSite) -> CompareFacts:
    """The two histories of a pinned address. Raises `Moved` where it is not the canonical one."""
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        facts = pinned_facts(session, project, _sides(request), parts["against"])
    asked = PINNED_PATH.format(**parts)
    tail = path_of(request.scope["path"]).removeprefix(path_of(asked))
    canonical(facts, asked, tail, request.url.query)
    return facts


def _sides(request: Request) -> tuple[SideRequest, SideRequest]:
    parts, query = request.path_params, request.query_params
    return (
        SideRequest(parts["first"], query.get("database") or None, query.get("schema") or None),
        SideRequest(
            parts["second"], query.get(SECOND + "database") or None, query.get(SECOND + "schema") or None
        ),
    )


LivePair = Annotated[CompareFacts, Depends(live_pair)]
PinnedPair = Annotated[CompareFacts, Depends(pinned_pair)]
