"""
Whether there is something newer than what a live page shows: `204`, or a bar that says so. Nothing moves by itself.

The bar answers with 286, at which htmx shows it and asks no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Environment, Project
from app.domain import english
from app.domain.failure import Cause, Failure
from app.domain.fleet.sighting import is_stale
from app.store import failures, snapshots
from app.store.sessions import ReadSession
from app.store.snapshots import SnapshotSummary
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.site import SiteOf
from app.web.urls.segments import AddressError
from app.web.wording.moments import Moment, Times

router = APIRouter()

STOP = 286


@dataclass(frozen=True, slots=True)
class Newer:
    """What the bar says, and the link that loads the page anew."""

    sentence: str
    moment: Moment | None
    show: str


@router.get("/{project}/environments/{slug}/newer")
def history(request: Request, project: str, slug: str, site: SiteOf, since: str = "") -> Response:
    """`since` is the fingerprint of the history that the page shows, or so many of its digits; empty for none."""
    if site.project(project).environment(slug) is None:
        raise NotFound(f"There is no environment {slug} in {project}.")
    with site.store.reading() as session:
        newest = snapshots.latest_summaries(session, project).get(slug)
    if newest is None or (since and newest.fingerprint.startswith(since)):
        return Response(status_code=204, headers=rendering.LIVE)
    arrived = Times(site.now()).of(newest.received_at)
    return _bar(
        request, Newer("A newer history arrived" if since else "A history arrived", arrived, "Show it")
    )


@router.get("/{project}/changes")
def fleet(request: Request, project: str, site: SiteOf, since: str) -> Response:
    """`since` is the moment at which the page was made."""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as error:
        raise AddressError(f"{since} is not a moment.") from error
    if moment.tzinfo is None:
        raise AddressError(f"{since} names no zone.")
    with site.store.reading() as session:
        number = len(_changed(session, site.project(project), moment, site.now()))
    if not number:
        return Response(status_code=204, headers=rendering.LIVE)
    return _bar(
        request,
        Newer(
            f"{english.count(number, 'environment')} changed", None, "Show them" if number > 1 else "Show it"
        ),
    )


def _bar(request: Request, view: Newer) -> Response:
    return rendering.page(request, "newer/answer.html", view, status=STOP)


def _changed(session: ReadSession, project: Project, since: datetime, now: datetime) -> tuple[str, ...]:
    """The environments with another history, or that are unseen now for another cause than then, or for none."""
    marks = snapshots.latest_summaries(session, project.slug)
    before, after = failures.as_of(session, project.slug, since), failures.current(session, project.slug)

    def has_changed(one: Environment) -> bool:
        mark = marks.get(one.slug)
        if mark is not None and mark.received_at > since:
            return True
        return _unseen(one, mark, before, since) != _unseen(one, mark, after, now)

    return tuple(one.slug for one in project.environments if has_changed(one))


def _unseen(
    one: Environment, mark: SnapshotSummary | None, failed: Mapping[str, Failure], at: datetime
) -> Cause | None:
    """Why it counts as unseen at a moment; None where it is seen."""
    if one.slug in failed:
        return failed[one.slug].cause
    # What was seen after the moment says nothing about it: a silence before that is among the failures.
    seen = mark is not None and (
        mark.seen_at > at or not is_stale(mark.seen_at, now=at, limit=one.stale_after)
    )
    return None if seen else Cause.NOT_COLLECTED
