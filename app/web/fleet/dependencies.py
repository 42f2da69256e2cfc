"""What every route of the fleet depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.facts.events.fortnights import fortnights_of
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live
from app.web.facts.pinned.asked import asked_fleet
from app.web.fleet.address import pinned_path
from app.web.server.errors import Moved
from app.web.server.site import CurrentSite
from app.web.urls.pages import PINNED_FLEET_PATH


def live_fleet(request: Request, site: CurrentSite) -> FleetFacts:
    """Every environment of the project as it is now; raises `NotFound` and `Ambiguous`."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        facts = live.fleet(session, project, now=site.now(), release_text=release_text(request))
        return (
            facts if facts.picked else facts.with_fortnights(fortnights_of(session, project, now=facts.now))
        )


def pinned_fleet(request: Request, site: CurrentSite) -> FleetFacts:
    """
    Every environment of the project at the moment of a pinned address.

    Raises `NotFound` for a moment in the future or an unknown release, `Ambiguous` for a fingerprint that is too short,
    `Moved` if the address is not the canonical one, `AddressError` for a segment of another form.
    """
    facts = asked_fleet(request, site)
    parts = request.path_params
    canonical_path = pinned_path(facts)
    if PINNED_FLEET_PATH.format(**parts) != canonical_path:
        ending = next(
            (
                end
                for end in ("/now.json", ".json", ".csv", ".md", "/preview.png", "/now", "/why", "/rows")
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
