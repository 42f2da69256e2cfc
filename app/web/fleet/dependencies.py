"""What every route of the fleet depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.facts import live as facts
from app.web.facts import pinned
from app.web.facts.live import FleetFacts
from app.web.fleet.address import pinned_path
from app.web.server.errors import Moved, NotFound
from app.web.server.site import SiteOf
from app.web.urls import segments
from app.web.urls.segments import MomentSegment

PINNED_PATH = "/{project}/fleet/at/{moment}/against/{against}"


def as_now(request: Request, site: SiteOf) -> FleetFacts:
    """Every environment of the project as it is now."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return facts.fleet(session, project, now=site.now(), wanted=wanted_release(request))


def as_pinned(request: Request, site: SiteOf) -> FleetFacts:
    """What the pinned address names."""
    parts = request.path_params
    project = site.project(parts["project"])
    moment = MomentSegment.parse(parts["moment"])
    if moment.start > site.now():
        said = "A pinned page shows what was known at a moment."
        raise NotFound(f"{parts['moment']} has not come yet.", explanation=said)
    last = moment.last.replace(microsecond=0)
    second = MomentSegment.parse(segments.second(last))
    without = request.query_params.getlist("without")
    limit = site.settings.stale_after
    with site.store.reading() as session:
        found = pinned.fleet(session, project, second, parts["against"], without=without, limit=limit)
    address = pinned_path(found)
    path = f"/{parts['project']}/fleet/at/{parts['moment']}/against/{parts['against']}"
    if path != address:
        tail = ".json" if request.url.path.endswith(".json") else ""
        raise Moved(address + tail + (f"?{request.url.query}" if request.url.query else ""))
    return found


def wanted_release(request: Request) -> str | None:
    return request.query_params.get("release") or None


Now = Annotated[FleetFacts, Depends(as_now)]
Pinned = Annotated[FleetFacts, Depends(as_pinned)]
