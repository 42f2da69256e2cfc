"""What every route of the matrix depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.facts.pinned.asked import asked_fleet
from app.web.matrix.facts import MatrixFacts, live_matrix, matrix_of
from app.web.server.errors import Moved
from app.web.server.site import CurrentSite
from app.web.urls.matrix import PINNED_PATH


def live_facts(request: Request, site: CurrentSite) -> MatrixFacts:
    """The matrix as it is now; raises `NotFound` and `Ambiguous`."""
    project = site.project(request.path_params["project"])
    release_text = request.query_params.get("release") or None
    with site.store.reading() as session:
        return live_matrix(session, project, now=site.now(), release_text=release_text)


def pinned_facts(request: Request, site: CurrentSite) -> MatrixFacts:
    """
    The matrix at the moment of a pinned address.

    Raises as `asked_fleet`, and `Moved` if the address is not the canonical one.
    """
    fleet = asked_fleet(request, site)
    facts = MatrixFacts(fleet, matrix_of(fleet))
    canonical, asked = facts.pinned.path, PINNED_PATH.format(**request.path_params)
    if asked != canonical:
        ending: str = request.scope["path"].removeprefix(asked)
        raise Moved(canonical + ending + (f"?{request.url.query}" if request.url.query else ""))
    return facts


Live = Annotated[MatrixFacts, Depends(live_facts)]
Pinned = Annotated[MatrixFacts, Depends(pinned_facts)]
