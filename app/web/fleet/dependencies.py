"""What every route of the fleet depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.facts import live
from app.web.facts.fleet import FleetFacts
from app.web.facts.pinned import fleet as pinned
from app.web.fleet.address import pinned_path
from app.web.server.errors import Moved, NotFound
from app.web.server.site import CurrentSite
from app.web.urls import segments
from app.web.urls.pages import PINNED_FLEET_PATH
from app.web.urls.segments import MomentSegment


def live_fleet(request: Request, site: CurrentSite) -> FleetFacts:
    """Every environment of the project as it is now; raises `NotFound` and `Ambiguous`."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return live.fleet(session, project, now=site.now(), release_text=release_text(request))


def pinned_fleet(request: Request, site: CurrentSite) -> FleetFacts:
    """
    Every environment of the project at the moment of a pinned address.

    Raises `NotFound` for a moment in the future or an unknown release, `Ambiguous` for a fingerprint that is too short,
    `Moved` if the address is not the canonical one, `AddressError` for a segment of another form.
    """
    parts = request.path_params
    project = site.project(parts["project"])
    moment = MomentSegment.parse(parts["moment"])
    if moment.start > site.now():
        raise NotFound(
            f"{parts['moment']} has not come yet.",
            explanation="A pinned page shows what was known at a moment.",
        )
    last_second = MomentSegment.parse(segments.second(moment.last.replace(microsecond=0)))
    without = request.query_params.getlist("without")
    on, newer = request.query_params.getlist("on"), request.query_params.get("newer") or ""
    limit = site.settings.stale_after
    with site.store.reading() as session:
        facts = pinned.fleet(
            session, project, last_second, parts["against"], without=without, on=on, newer=newer, limit=limit
        )
    canonical_path = pinned_path(facts)
    if PINNED_FLEET_PATH.format(**parts) != canonical_path:
        ending = next(
            (
                end
                for end in ("/now.json", ".json", "/preview.png", "/now", "/why")
                if request.url.path.endswith(end)
            ),
            "",
        )
        raise Moved(canonical_path + ending + (f"?{request.url.query}" if request.url.query else ""))
    return facts


def release_text(request: Request) -> str | None:
    """The value of `release=`, a label or the start of a fingerprint; None if it is absent or empty."""
    return request.query_params.get("release") or None


Live = Annotated[FleetFacts, Depends(live_fleet)]
Pinned = Annotated[FleetFacts, Depends(pinned_fleet)]
