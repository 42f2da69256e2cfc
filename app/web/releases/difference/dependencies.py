"""What the routes of a difference depend on: two releases."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.releases import facts as release_facts
from app.web.releases.dependencies import address_tail, is_canonical
from app.web.releases.facts import DifferenceFacts
from app.web.server.errors import Moved
from app.web.server.site import CurrentSite
from app.web.urls import releases as release_addresses

PATH = "/{project}/releases/{before}/diff/{after}"


def two_releases(request: Request, site: CurrentSite) -> DifferenceFacts:
    """The releases that the two segments name. Raises `Moved` where the address is not the canonical one."""
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        facts = release_facts.for_difference(
            session, project, parts["before"], parts["after"], now=site.now()
        )
    if not (is_canonical(facts.before, parts["before"]) and is_canonical(facts.after, parts["after"])):
        path = release_addresses.difference(project.slug, facts.before.segment, facts.after.segment)
        pinned = facts.before.pinned and facts.after.pinned
        raise Moved(path + address_tail(request), permanent=pinned)
    return facts


TwoReleases = Annotated[DifferenceFacts, Depends(two_releases)]
