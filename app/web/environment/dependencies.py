"""What every route of an environment depends on: its facts and its address, live or pinned, and the view."""

from typing import Annotated

from fastapi import Depends, Request

from app.domain.provenance import Explanation
from app.store import snapshots
from app.web.environment.query import ViewOptions
from app.web.facts import live as facts
from app.web.facts import pinned
from app.web.facts.live import EnvironmentFacts
from app.web.facts.pinned import PinnedRequest
from app.web.findings import reasons
from app.web.layout.views import Link
from app.web.server.errors import NotFound
from app.web.server.site import SiteOf
from app.web.urls import pages as addresses
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress

LIVE_PATH = "/{project}/environments/{slug}"
PINNED_PATH = LIVE_PATH + "/at/{at}/against/{against}"
SEGMENTS = 8
"""So many parts, the empty one before the first slash included, has a pinned path without its tail."""

Found = tuple[EnvironmentFacts, EnvironmentAddress]


def as_now(request: Request, site: SiteOf) -> Found:
    """The facts of a configured environment; one that is configured no more answers with its pinned pages."""
    project = site.project(request.path_params["project"])
    slug = request.path_params["slug"]
    wanted = request.query_params.get("release") or None
    configured = project.environment(slug)
    with site.store.reading() as session:
        if configured is None:
            marks = snapshots.marks(session, project.slug, slug)
            raise _gone(project.slug, slug, marks, facts.chosen(session, project, wanted))
        found = facts.environment(session, project, configured, now=site.now(), wanted=wanted)
    return found, EnvironmentAddress.live(project.slug, slug, release=wanted)


def as_pinned(request: Request, site: SiteOf) -> Found:
    """The facts that a pinned address names."""
    parts = request.path_params
    project = site.project(parts["project"])
    asked = PinnedRequest(
        parts["slug"],
        parts["at"],
        parts["against"],
        _tail(request),
        request.url.query,
        request.query_params.get("database") or "default",
    )
    with site.store.reading() as session:
        return pinned.environment(session, project, asked)


def _tail(request: Request) -> str:
    """What follows the names in a pinned path, as it was sent: `.json`, `/map.json`, `/migrations/…`."""
    segments = request.scope["raw_path"].decode("ascii").partition("?")[0].split("/")
    ending = ".json" if segments[SEGMENTS - 1].endswith(".json") else ""
    return ending + "".join(f"/{segment}" for segment in segments[SEGMENTS:])


def how_to_look(request: Request) -> ViewOptions:
    """The parameters that say what of the page is shown, and how."""
    query = request.query_params
    return ViewOptions.of(
        view=query.get("view"), focus=query.get("focus"), form=query.get("as"), rows=query.get("rows")
    )


Now = Annotated[Found, Depends(as_now)]
Pinned = Annotated[Found, Depends(as_pinned)]
How = Annotated[ViewOptions, Depends(how_to_look)]


def as_known(found: Now, site: SiteOf) -> Explanation:
    """What the history of the code says now about the findings of an environment as it is now."""
    facts = found[0]
    with site.store.reading() as session:
        return reasons.known(session, facts.project.slug, facts.drift, where=facts.place.slug)


Known = Annotated[Explanation, Depends(as_known)]


def _gone(
    project: str, environment: str, marks: tuple[snapshots.SnapshotSummary, ...], chosen: facts.ChosenRelease
) -> NotFound:
    home = Link("All environments", addresses.home(project))
    if not marks:
        return NotFound(f"There is no environment {environment} in {project}.", links=[home])
    links = []
    if chosen.release is not None:
        for mark in marks:
            address = EnvironmentAddress.pinned(
                project,
                environment,
                mark.received_at,
                history=mark.fingerprint,
                label=chosen.label,
                release=chosen.release.fingerprint,
            )
            links.append(Link(f"{environment} as of {segments.minute(mark.received_at)}", address.page()))
    return NotFound(
        f"{environment} is not looked at any more.",
        explanation="It is no longer in driftboard.toml. What was seen of it is kept:",
        links=[*links, home],
    )
