"""What the routes of one release depend on: the release that the address names."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.releases import facts as release_facts
from app.web.releases.dependencies import address_tail, is_canonical
from app.web.releases.facts import ReleaseFacts
from app.web.server.errors import Moved
from app.web.server.site import CurrentSite
from app.web.urls import releases as release_addresses

PATH = "/{project}/releases/{segment}"


def one_release(request: Request, site: CurrentSite) -> ReleaseFacts:
    """The release that `v1.2` or `v1.2~4be19d02aa` names. Raises `Moved` where the address is not canonical."""
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        facts = release_facts.for_release(session, project, parts["segment"], now=site.now())
    if not is_canonical(facts.reference, parts["segment"]):
        path = release_addresses.release(project.slug, facts.reference.segment)
        raise Moved(path + address_tail(request), permanent=facts.reference.pinned)
    return facts


OneRelease = Annotated[ReleaseFacts, Depends(one_release)]
