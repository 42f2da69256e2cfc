"""What every route of a time line depends on: its events, and the address under which the reader sees them."""

from typing import Annotated, NamedTuple

from fastapi import Depends, Request

from app.config import Project
from app.store import snapshots
from app.store.sessions import ReadSession
from app.web.facts.events.timeline import Timeline, timeline
from app.web.server.errors import NotFound
from app.web.server.site import CurrentSite
from app.web.urls.events.address import EventsAddress
from app.web.urls.events.parameters import day_of, kinds_of, mark_of


class EventsAndAddress(NamedTuple):
    """Some events, and the address of them."""

    timeline: Timeline
    address: EventsAddress


def events(request: Request, site: CurrentSite) -> EventsAndAddress:
    """
    The events that an address asks for.

    Raises `NotFound` for an environment of which nothing is known, `AddressError` for a filter of another form. An
    environment that is not configured any more has its time line.
    """
    project = site.project(request.path_params["project"])
    environment = request.path_params.get("slug")
    query = request.query_params
    address = EventsAddress(
        project.slug,
        environment,
        kinds_of(query.getlist("kind")),
        day_of(query.get("from") or ""),
        day_of(query.get("to") or ""),
        mark_of(query.get("before") or ""),
    )
    with site.store.reading() as session:
        if environment is not None:
            _known(session, project, environment)
        found = timeline(session, project, environment, address.span, address.kinds, now=site.now())
    return EventsAndAddress(found, address)


def _known(session: ReadSession, project: Project, environment: str) -> None:
    """Raises `NotFound` where an environment is neither configured nor was ever seen."""
    is_configured = project.environment(environment) is not None
    if not is_configured and environment not in snapshots.environments(session, project.slug):
        raise NotFound(f"There is no environment {environment} in {project.slug}.")


Events = Annotated[EventsAndAddress, Depends(events)]
