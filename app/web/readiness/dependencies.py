"""What every route of readiness depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.facts import live as live_facts
from app.web.readiness.facts import pinned as pinned_facts
from app.web.server.errors import Moved, NotFound
from app.web.server.site import CurrentSite
from app.web.urls import segments
from app.web.urls.readiness import PATH
from app.web.urls.segments import MomentSegment


def live_readiness(request: Request, site: CurrentSite) -> ReadinessFacts:
    """
    Every environment before the release that the address names, as it is now.

    Raises `NotFound` and `Ambiguous`, and `Moved` where the address is not canonical.
    """
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        facts = live_facts.readiness(session, project, parts["segment"], now=site.now())
    if parts["segment"] not in (facts.reference.segment, facts.reference.label):
        raise Moved(_canonical(request, facts), permanent=facts.reference.pinned)
    return facts


def pinned_readiness(request: Request, site: CurrentSite) -> ReadinessFacts:
    """
    Every environment before a release at the moment of a pinned address.

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
    query = request.query_params
    with site.store.reading() as session:
        facts = pinned_facts.readiness(
            session,
            project,
            parts["segment"],
            last_second,
            without=query.getlist("without"),
            newer=query.get("newer") or "",
            limit=site.settings.stale_after,
        )
    segment, second = facts.pinned.segment, segments.second(last_second.start)
    if (parts["segment"], parts["moment"]) != (segment, second):
        raise Moved(_canonical(request, facts))
    return facts


def _canonical(request: Request, facts: ReadinessFacts) -> str:
    """The canonical form of an address: what follows the names of release and moment stays as it is."""
    parts: dict[str, str] = request.path_params
    start = PATH.format(project=parts["project"], segment=parts["segment"])
    end: str = request.scope["path"].removeprefix(start)
    if "moment" in parts:
        end = end.replace(
            f"/at/{parts['moment']}", f"/at/{segments.second(facts.fleet.at or facts.fleet.now)}"
        )
    query = f"?{request.url.query}" if request.url.query else ""
    return PATH.format(project=parts["project"], segment=facts.reference.segment) + end + query


Live = Annotated[ReadinessFacts, Depends(live_readiness)]
Pinned = Annotated[ReadinessFacts, Depends(pinned_readiness)]
