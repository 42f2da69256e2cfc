"""The other environment that `with=` lays over the map: `staging`, or one history of it, `staging~7c1f0a9e41`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from app.domain.drift import Drift
from app.domain.map.overlay import Overlay, overlay
from app.domain.provenance import with_knowledge
from app.store import snapshots
from app.store.errors import DamagedHistoryError
from app.store.sessions import ReadSession
from app.web.environment.dependencies import FactsAndAddress, Live, Pinned
from app.web.facts import comparisons
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.live import environment as live_environment
from app.web.server.errors import NotFound
from app.web.server.site import CurrentSite, Site
from app.web.urls.segments import short


@dataclass(frozen=True, slots=True)
class Beside:
    """
    What `with=` names: the `overlay`, or the `problem` why there is none.

    `pinned` is the value that names the same for ever.
    """

    overlay: Overlay | None = None
    pinned: str | None = None
    problem: str = ""


NOBODY = Beside()


def live_beside(request: Request, environment: Live, site: CurrentSite) -> Beside:
    """The other environment of a live page."""
    return _beside(request, environment, site)


def pinned_beside(request: Request, environment: Pinned, site: CurrentSite) -> Beside:
    """The other environment of a pinned page, which must name a history: the page never changes."""
    return _beside(request, environment, site)


LiveBeside = Annotated[Beside, Depends(live_beside)]
PinnedBeside = Annotated[Beside, Depends(pinned_beside)]


def _beside(request: Request, environment: FactsAndAddress, site: Site) -> Beside:
    text, facts = request.query_params.get("with") or "", environment.facts
    if not text or facts.drift is None or facts.is_overview:
        return NOBODY
    slug, mark, digits = text.rpartition("~")
    with site.store.reading() as session:
        if mark:
            return _of_history(session, facts, facts.drift, slug, digits)
        if facts.now is None:
            return Beside(
                problem=f"This page is pinned, so with= must name a history too: {text}~7c1f0a9e41."
            )
        return _of_now(session, facts, facts.drift, text, now=facts.now)


def _of_history(
    session: ReadSession, facts: EnvironmentFacts, drift: Drift, slug: str, digits: str
) -> Beside:
    try:
        found = snapshots.with_fingerprint(session, facts.project.slug, slug, digits.lower(), facts.location)
    except DamagedHistoryError as error:
        return Beside(problem=str(error))
    histories = {snapshot.history.fingerprint: snapshot.history for snapshot in found}
    if len(histories) != 1:
        return Beside(problem=f"{slug} has {len(histories) or 'no'} histories that begin with {digits}.")
    history = next(iter(histories.values()))
    other = comparisons.drift_of(drift.release, history, alias=facts.alias, apps=facts.apps)
    other = with_knowledge(other, facts.knowledge)
    name = f"{slug} as of {history.fingerprint[:8]}"
    return Beside(overlay(drift, other, name=name), f"{slug}~{short(history.fingerprint)}")


def _of_now(
    session: ReadSession, facts: EnvironmentFacts, drift: Drift, slug: str, *, now: datetime
) -> Beside:
    configured = facts.project.environment(slug)
    if configured is None:
        return Beside(problem=f"There is no environment {slug} to lay over the map.")
    part = (facts.alias, facts.location.schema or None) if facts.has_parts else (None, None)
    for alias, schema in dict.fromkeys((part, (None, None))):
        try:
            other = live_environment.environment(
                session,
                facts.project,
                configured,
                now=now,
                release_text=facts.chosen.word,
                alias=alias,
                schema=schema,
            )
        except NotFound:
            continue
        if other.drift is not None and other.snapshot is not None:
            pinned = f"{slug}~{short(other.snapshot.history.fingerprint)}"
            return Beside(overlay(drift, other.drift, name=slug), pinned)
    return Beside(problem=f"Nothing was ever seen of {slug}, so there is nothing to lay over the map.")
