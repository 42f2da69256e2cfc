"""What every route of a blast radius depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.impact.facts import ImpactFacts
from app.web.impact.facts import live as live_facts
from app.web.impact.facts import pinned as pinned_facts
from app.web.server.errors import Moved, NotFound
from app.web.server.site import CurrentSite
from app.web.urls import segments
from app.web.urls.impact import PATH
from app.web.urls.segments import MomentSegment


def live_impact(request: Request, site: CurrentSite) -> ImpactFacts:
    """
    What the release that the address names would mean now.

    Raises `NotFound` and `Ambiguous`, and `Moved` where the address is not canonical.
    """
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        facts = live_facts.impact(session, project, parts["segment"], now=site.now())
    if parts["segment"] not in (facts.reference.segment, facts.reference.label):
        raise Moved(_canonical(request, facts), permanent=facts.reference.pinned)
    return facts


def pinned_impact(request: Request, site: CurrentSite) -> ImpactFacts:
    """
    What a release meant at the moment of a pinned address.

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
        facts = pinned_facts.impact(
            session,
            project,
            parts["segment"],
            last_second,
            without=query.getlist("without"),
            base=query.get("base") or "",
            on=query.getlist("on"),
            limit=site.settings.stale_after,
        )
    if (parts["segment"], parts["moment"]) != (
        facts.pinned.segment,
        segments.second(last_second.start),
    ):
        raise Moved(_canonical(request, facts))
    return facts


def _canonical(request: Request, facts: ImpactFacts) -> str:
    """The canonical form of an address: what follows the names of release and moment stays as it is."""
    parts: dict[str, str] = request.path_params
    end: str = request.scope["path"].removeprefix(
        PATH.format(project=parts["project"], segment=parts["segment"])
    )
    if "moment" in parts:
        moment = segments.second(facts.fleet.at or facts.fleet.now)
        end = end.replace(f"/at/{parts['moment']}", f"/at/{moment}")
    query = f"?{request.url.query}" if request.url.query else ""
    return PATH.format(project=parts["project"], segment=facts.reference.segment) + end + query


Live = Annotated[ImpactFacts, Depends(live_impact)]
Pinned = Annotated[ImpactFacts, Depends(pinned_impact)]
