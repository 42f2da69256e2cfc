"""What the routes of the list depend on: one page of the list."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.releases import facts as release_facts
from app.web.releases.facts import ReleaseListFacts
from app.web.server.site import CurrentSite

PATH = "/{project}/releases"


def live_list(request: Request, site: CurrentSite) -> ReleaseListFacts:
    """The releases of the project from the label after `after=` on."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return release_facts.for_list(
            session, project, now=site.now(), after=request.query_params.get("after")
        )


Live = Annotated[ReleaseListFacts, Depends(live_list)]
