"""The facts of all environments that the address of a request pins."""

from fastapi import Request

from app.web.facts.fleet import FleetFacts
from app.web.facts.pinned import fleet as pinned
from app.web.server.errors import NotFound
from app.web.server.site import Site
from app.web.urls import segments
from app.web.urls.segments import MomentSegment


def asked_fleet(request: Request, site: Site) -> FleetFacts:
    """
    Every environment of the project at the moment of an address with the parts `project`, `moment` and `against`.

    Raises `NotFound` for a moment in the future or an unknown release, `Ambiguous` for a fingerprint that is too short,
    `AddressError` for a segment of another form.
    """
    parts, query = request.path_params, request.query_params
    project = site.project(parts["project"])
    moment = MomentSegment.parse(parts["moment"])
    if moment.start > site.now():
        raise NotFound(
            f"{parts['moment']} has not come yet.",
            explanation="A pinned page shows what was known at a moment.",
        )
    last_second = MomentSegment.parse(segments.second(moment.last.replace(microsecond=0)))
    with site.store.reading() as session:
        return pinned.fleet(
            session,
            project,
            last_second,
            parts["against"],
            without=query.getlist("without"),
            on=query.getlist("on"),
            newer=query.get("newer") or "",
            limit=site.settings.stale_after,
        )
