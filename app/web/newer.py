"""
The answers to a live page that asks whether there is something newer than what it shows.

`204` says no, and the page asks again later. Otherwise the answer is a bar with a link, with status 286: htmx shows it
and stops asking. The page itself changes only when the reader follows the link.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from app.config import Environment, Project
from app.domain import english
from app.domain.failure import Cause, Failure
from app.domain.fleet.sighting import is_stale, next_turn
from app.domain.table_location import TableLocation
from app.store import failures, snapshots
from app.store.pushed import deployments
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.store.snapshots import SnapshotSummary, TableKey
from app.web.facts.steady import Steady, steady
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls.segments import AddressError
from app.web.wording.moments import Moment, Times

router = APIRouter(route_class=OneThread)

STOP_POLLING = 286
"""The status at which htmx stops asking."""


@dataclass(frozen=True, slots=True)
class NewerBar:
    """The bar: its sentence, and `show`, the words of the link that loads the page again."""

    sentence: str
    moment: Moment | None
    show: str


@router.get("/{project}/environments/{slug}/newer")
def history(request: Request, project: str, slug: str, site: CurrentSite) -> Response:
    """`since=` is the beginning of the fingerprint of the history that the page shows; empty where it shows none."""
    since, schema = (request.query_params.get(name) or "" for name in ("since", "schema"))
    location = TableLocation(_alias(request, _environment(site, project, slug)), schema)
    with site.store.reading() as session:
        newest = snapshots.latest_summary(session, project, slug, location)
    if newest is None or (since and newest.fingerprint.startswith(since)):
        return Response(status_code=204, headers=rendering.LIVE)
    received = Times(site.now()).of(newest.received_at)
    return _bar(
        request, NewerBar("A newer history arrived" if since else "A history arrived", received, "Show it")
    )


@router.get("/{project}/changes")
def fleet(request: Request, project: str, site: CurrentSite) -> Response:
    """`since=` is the moment of the page, in ISO 8601. While nothing is written, the answer to it is kept."""
    moment, known, now = _since(request), site.project(project), site.now()
    with site.store.reading() as session:
        _, number = steady(
            session,
            ("changes", id(known), moment),
            lambda: _changes(session, known, moment, now),
            now=now,
            weight=lambda _: 0,
        )
    return _changed(request, number, "environment")


def _changes(
    session: ReadSession, project: Project, since: datetime, now: datetime
) -> Steady[tuple[Project, int]]:
    """How many environments of a project changed, until the clock alone may change that. The project stays with it."""
    told = deployments.latest(session, project.slug)
    changed = set(_tables_that_changed(session, project, project.environments, since, now))
    deployed = {slug for slug, deployment in told.items() if deployment.received_at > since}
    slugs = {environment.slug for environment in project.environments} & (changed | deployed)
    limits = {environment.slug: environment.stale_after for environment in project.environments}
    turns = (
        next_turn(summary.seen_at, now=now, limit=limits[slug])
        for (slug, _), summary in _summaries(session, project.slug).items()
        if slug in limits
    )
    return Steady((project, len(slugs)), now, min(filter(None, turns), default=None))


def _summaries(session: ReadSession, project: str) -> Mapping[TableKey, SnapshotSummary]:
    """The newest snapshots of a project, read once until something is written."""
    return remembered(session, ("summaries", project), lambda: snapshots.latest_summaries(session, project))


@router.get("/{project}/environments/{slug}/changes")
def schemas(request: Request, project: str, slug: str, site: CurrentSite) -> Response:
    """`since=` is the moment of the page that shows every schema of a database, in ISO 8601."""
    environment = _environment(site, project, slug)
    moment, alias = _since(request), _alias(request, environment)
    with site.store.reading() as session:
        tables = _tables_that_changed(session, site.project(project), (environment,), moment, site.now())
    return _changed(request, sum(location.alias == alias for location in tables.get(slug, ())), "schema")


def _environment(site: Site, project: str, slug: str) -> Environment:
    environment = site.project(project).environment(slug)
    if environment is None:
        raise NotFound(f"There is no environment {slug} in {project}.")
    return environment


def _alias(request: Request, environment: Environment) -> str:
    """The database that the address names, else the first one of the environment."""
    return request.query_params.get("database") or environment.first_alias


def _since(request: Request) -> datetime:
    """The moment that the address names; raises `AddressError`, and 422 where it names none."""
    since = request.query_params.get("since")
    if since is None:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        moment = datetime.fromisoformat(since)
        in_utc = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise AddressError(f"{since} is not a moment.") from error
    if moment.tzinfo is None:
        raise AddressError(f"{since} names no zone.")
    return in_utc


def _changed(request: Request, number: int, noun: str) -> Response:
    if not number:
        return Response(status_code=204, headers=rendering.LIVE)
    show = "Show them" if number > 1 else "Show it"
    return _bar(request, NewerBar(f"{english.count(number, noun)} changed", None, show))


def _bar(request: Request, view: NewerBar) -> Response:
    return rendering.page(request, "newer/answer.html", view, status=STOP_POLLING)


def _tables_that_changed(
    session: ReadSession,
    project: Project,
    environments: Iterable[Environment],
    since: datetime,
    now: datetime,
) -> Mapping[str, tuple[TableLocation, ...]]:
    """
    The tables with a newer history, or that are unseen for another cause than at `since`, by environment.

    An environment in which nothing changed is not among them.
    """
    summaries: dict[str, list[tuple[TableLocation, SnapshotSummary]]] = {}
    for (slug, location), summary in _summaries(session, project.slug).items():
        summaries.setdefault(slug, []).append((location, summary))
    failures_then = failures.as_of(session, project.slug, since)
    failures_now = failures.current(session, project.slug)

    def changed(environment: Environment) -> Iterator[TableLocation]:
        for location, summary in summaries.get(
            environment.slug, [(TableLocation(environment.first_alias), None)]
        ):
            if (summary is not None and summary.received_at > since) or (
                _unseen_cause(environment, location, summary, failures_then, since)
                != _unseen_cause(environment, location, summary, failures_now, now)
            ):
                yield location

    tables = {environment.slug: tuple(changed(environment)) for environment in environments}
    return {slug: locations for slug, locations in tables.items() if locations}


def _unseen_cause(
    environment: Environment,
    location: TableLocation,
    summary: SnapshotSummary | None,
    failures_by_table: Mapping[TableKey, Failure],
    at: datetime,
) -> Cause | None:
    """Why a table of an environment counts as unseen at a moment; None where it is seen."""
    whole = (environment.slug, TableLocation(location.alias))
    failure = failures_by_table.get((environment.slug, location)) or failures_by_table.get(whole)
    if failure is not None:
        return failure.cause
    # A history that was seen after the moment does not tell whether the environment was seen at it. It was, unless
    # there was a silence; and the store keeps a silence that has ended as a failure, which is looked up above.
    is_seen = summary is not None and (
        summary.seen_at > at or not is_stale(summary.seen_at, now=at, limit=environment.stale_after)
    )
    return None if is_seen else Cause.NOT_COLLECTED
