"""What every route of upgrades depends on: its facts, live or pinned."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from app.config import Environment, Project
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.web.facts.pinned import environment as pinned_facts
from app.web.facts.pinned.environment import PinnedRequest
from app.web.facts.releases.reference import reference_of
from app.web.server.errors import Moved, NotFound
from app.web.server.site import CurrentSite
from app.web.upgrade import facts
from app.web.upgrade.facts import UpgradeFacts
from app.web.urls.environment import pinned_path
from app.web.urls.upgrade import PATH


def configured_environment(project: Project, slug: str) -> Environment:
    """The environment with this slug; raises `NotFound`."""
    environment = project.environment(slug)
    if environment is None:
        raise NotFound(f"There is no environment {slug} in {project.slug}.")
    return environment


def live_upgrade(request: Request, site: CurrentSite) -> UpgradeFacts:
    """
    How a configured environment gets to the release that the address names, as things are now.

    Raises `NotFound` and `Ambiguous`, and `Moved` where the address is not canonical.
    """
    parts, query = request.path_params, request.query_params
    project = site.project(parts["project"])
    environment = configured_environment(project, parts["slug"])
    with site.store.reading() as session:
        reference = reference_of(session, project, parts["segment"])
        if parts["segment"] not in (reference.segment, reference.label):
            start = PATH.format(**parts)
            end = request.scope["path"].removeprefix(start)
            canonical = PATH.format(project=project.slug, slug=environment.slug, segment=reference.segment)
            more = f"?{request.url.query}" if request.url.query else ""
            raise Moved(canonical + end + more, permanent=reference.pinned)
        return facts.live(
            session,
            project,
            environment,
            reference,
            now=site.now(),
            alias=query.get("database") or None,
            schema=query.get("schema") or None,
        )


def pinned_upgrade(request: Request, site: CurrentSite) -> UpgradeFacts:
    """How the history that a pinned address names gets to the release that it names. Raises as pages of both do."""
    parts, query = request.path_params, request.query_params
    project = site.project(parts["project"])
    start = pinned_path(project.slug, parts["slug"], parts["at"], parts["against"])
    apps = query.get("apps")
    asked = PinnedRequest(
        parts["slug"],
        parts["at"],
        parts["against"],
        quote(request.scope["path"].removeprefix(start), safe="/="),
        request.url.query,
        TableLocation(query.get("database") or DEFAULT_ALIAS, query.get("schema") or ""),
        None if apps is None else frozenset(filter(None, apps.split(","))),
        search_path=tuple(filter(None, (query.get("search_path") or "").split(","))),
    )
    with site.store.reading() as session:
        return facts.pinned(session, *pinned_facts.environment(session, project, asked))


Live = Annotated[UpgradeFacts, Depends(live_upgrade)]
Pinned = Annotated[UpgradeFacts, Depends(pinned_upgrade)]
