"""What the routes of an environment depend on: its facts with their address, the view options, the reasons."""

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple
from urllib.parse import quote

from fastapi import Depends, Request

from app.domain import english
from app.domain.provenance import Explanation
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.store import snapshots
from app.store.sessions import ReadSession
from app.web.environment.query import ViewOptions
from app.web.facts import dialect
from app.web.facts.chosen import ChosenRelease, chosen_release
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.live import environment as live
from app.web.facts.pinned import environment as pinned
from app.web.facts.pinned.environment import PinnedRequest
from app.web.findings import reasons
from app.web.layout.views import Link
from app.web.server.errors import NotFound
from app.web.server.site import CurrentSite, Site
from app.web.urls.environment import EnvironmentAddress, location_parameters, pinned_path

MAX_TABLES = 24
"""Of an environment that is not configured any more so many tables are listed."""

MAX_KEPT = 100
"""Of each of them so many snapshots, the newest."""


class FactsAndAddress(NamedTuple):
    """One environment, and the address under which the reader sees it."""

    facts: EnvironmentFacts
    address: EnvironmentAddress


def live_environment(request: Request, site: CurrentSite) -> FactsAndAddress:
    """
    The facts of a configured environment as they are now.

    Raises `NotFound` for other environments, with links to the pinned pages of one that was configured earlier.
    """
    project = site.project(request.path_params["project"])
    slug = request.path_params["slug"]
    release = request.query_params.get("release") or None
    environment = project.environment(slug)
    with site.store.reading() as session:
        if environment is None:
            kept = tuple(_kept(session, project.slug, slug))
            raise _not_configured(project.slug, slug, kept, chosen_release(session, project, release))
        environment_facts = live.environment(
            session,
            project,
            environment,
            now=site.now(),
            release_text=release,
            alias=request.query_params.get("database") or None,
            schema=request.query_params.get("schema") or None,
            sql=request.query_params.get("sql") or "",
        )
    location = location_parameters(environment_facts.location) if environment_facts.has_parts else {}
    sql = dialect.named(request.query_params.get("sql") or "")
    return FactsAndAddress(
        environment_facts, EnvironmentAddress.live(project.slug, slug, release=release, sql=sql, **location)
    )


def pinned_environment(request: Request, site: CurrentSite) -> FactsAndAddress:
    """The facts that a pinned address names."""
    parts = request.path_params
    project = site.project(parts["project"])
    pinned_request = PinnedRequest(
        parts["slug"],
        parts["at"],
        parts["against"],
        _tail(request),
        request.url.query,
        TableLocation(
            request.query_params.get("database") or DEFAULT_ALIAS, request.query_params.get("schema") or ""
        ),
        _apps(request),
        request.query_params.get("newer") or "",
        request.query_params.get("sql") or "",
        tuple(filter(None, (request.query_params.get("search_path") or "").split(","))),
    )
    with site.store.reading() as session:
        return FactsAndAddress(*pinned.environment(session, project, pinned_request))


def _apps(request: Request) -> frozenset[str] | None:
    """The value of `apps=`: labels of apps with commas between them; None without it."""
    text = request.query_params.get("apps")
    return None if text is None else frozenset(filter(None, text.split(",")))


def _tail(request: Request) -> str:
    """What follows `PINNED_PATH` in the address: `.json`, `/map.json`, `/migrations/…`."""
    parts = request.path_params
    start = pinned_path(parts["project"], parts["slug"], parts["at"], parts["against"])
    return quote(request.scope["path"].removeprefix(start), safe="/=")


def view_options(request: Request) -> ViewOptions:
    """What the query parameters say about the view."""
    query = request.query_params
    return ViewOptions.of(
        view=query.get("view"),
        focus=query.get("focus"),
        form=query.get("as"),
        rows=query.get("rows"),
        words=query.get("q"),
        status=query.get("status"),
        lanes=query.get("lanes"),
        beside=query.get("with"),
    )


Live = Annotated[FactsAndAddress, Depends(live_environment)]
Pinned = Annotated[FactsAndAddress, Depends(pinned_environment)]
Options = Annotated[ViewOptions, Depends(view_options)]


def live_explanation(environment: Live, site: CurrentSite) -> Explanation:
    """What the history of the code says now about the findings of a live page."""
    return _explanation(environment.facts, site)


def pinned_explanation(environment: Pinned, site: CurrentSite) -> Explanation:
    """What the history of the code says now about the findings of a pinned page."""
    return _explanation(environment.facts, site)


def _explanation(environment_facts: EnvironmentFacts, site: Site) -> Explanation:
    with site.store.reading() as session:
        return reasons.explanation_from_store(
            session,
            environment_facts.project.slug,
            environment_facts.drift,
            where=environment_facts.environment.slug,
        )


LiveExplanation = Annotated[Explanation, Depends(live_explanation)]
PinnedExplanation = Annotated[Explanation, Depends(pinned_explanation)]


def _kept(
    session: ReadSession, project: str, environment: str
) -> Iterator[tuple[TableLocation, snapshots.SnapshotSummary]]:
    """Yield what is kept of an environment, table by table, the newest snapshot of each first."""
    tables = (where for slug, where in snapshots.latest_summaries(session, project) if slug == environment)
    for location in sorted(tables)[:MAX_TABLES]:
        for summary in snapshots.summaries(session, project, environment, location, most=MAX_KEPT):
            yield location, summary


def _not_configured(
    project: str,
    environment: str,
    kept: Sequence[tuple[TableLocation, snapshots.SnapshotSummary]],
    chosen: ChosenRelease,
) -> NotFound:
    """The answer for an environment that is not in `driftboard.toml`, or not any more."""
    if not kept:
        return NotFound(f"There is no environment {environment} in {project}.")
    links = []
    if chosen.release is not None:
        for location, summary in kept:
            address = EnvironmentAddress.pinned(
                project,
                environment,
                summary.received_at,
                history=summary.fingerprint,
                label=chosen.label,
                release=chosen.release.fingerprint,
                location=location,
            )
            alias = "" if location.alias == DEFAULT_ALIAS else f", database {location.alias}"
            name = f"{environment}{alias}{f', schema {location.schema}' if location.schema else ''}"
            links.append(Link(f"{name} as of {english.absolute(summary.received_at)}", address.page()))
    seen_at = english.absolute(max(summary.seen_at for _, summary in kept))
    return NotFound(
        f"{environment} is not looked at by this dashboard.",
        explanation="Its driftboard.toml does not name it: it was taken out, or somebody collects with another file. "
        f"It was seen last at {seen_at}. What was seen is kept:",
        links=links,
    )
