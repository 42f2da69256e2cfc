"""What every route of squashes depends on: its facts, live or pinned."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.server.errors import Moved, NotFound
from app.web.server.site import CurrentSite
from app.web.squashes.facts import SquashFacts, live_squashes, pinned_squashes
from app.web.urls import segments
from app.web.urls.segments import MomentSegment
from app.web.urls.squashes import PINNED_PATH


def live_facts(request: Request, site: CurrentSite) -> SquashFacts:
    """The squashes of a release as they are now; raises `NotFound` and `Ambiguous`."""
    project = site.project(request.path_params["project"])
    release_text = request.query_params.get("release") or None
    with site.store.reading() as session:
        return live_squashes(session, project, now=site.now(), release_text=release_text)


def pinned_facts(request: Request, site: CurrentSite) -> SquashFacts:
    """
    The squashes of a release at the moment of a pinned address.

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
    with site.store.reading() as session:
        facts = pinned_squashes(
            session,
            project,
            parts["segment"],
            last_second,
            without=request.query_params.getlist("without"),
            limit=site.settings.stale_after,
        )
    canonical = facts.pinned.path
    asked = PINNED_PATH.format(**parts)
    if asked != canonical:
        ending: str = request.scope["path"].removeprefix(asked)
        raise Moved(canonical + ending + (f"?{request.url.query}" if request.url.query else ""))
    return facts


Live = Annotated[SquashFacts, Depends(live_facts)]
Pinned = Annotated[SquashFacts, Depends(pinned_facts)]
