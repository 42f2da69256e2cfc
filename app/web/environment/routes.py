"""The environment page, its map and its JSON: as it is now, and pinned to a history and a release."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.provenance import Explained
from app.domain.reports.drift import report
from app.store import snapshots
from app.web.environment import page as environment_page
from app.web.environment.head import pinned_address
from app.web.environment.query import Looking
from app.web.facts import live as facts
from app.web.facts import pinned
from app.web.facts.live import EnvironmentFacts
from app.web.facts.pinned import Asked
from app.web.findings import reasons
from app.web.layout.views import Link
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.rendering import IMMUTABLE
from app.web.server.site import SiteOf
from app.web.urls import environment as addresses
from app.web.urls.environment import EnvironmentAddress

router = APIRouter()

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
    asked = Asked(
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


def how_to_look(request: Request) -> Looking:
    """The parameters that say what of the page is shown, and how."""
    query = request.query_params
    return Looking.of(
        view=query.get("view"), focus=query.get("focus"), form=query.get("as"), rows=query.get("rows")
    )


Now = Annotated[Found, Depends(as_now)]
Pinned = Annotated[Found, Depends(as_pinned)]
How = Annotated[Looking, Depends(how_to_look)]


def as_known(found: Now, site: SiteOf) -> Explained:
    """What the history of the code says now about the findings of an environment as it is now."""
    facts = found[0]
    with site.store.reading() as session:
        return reasons.known(session, facts.project.slug, facts.drift, where=facts.place.slug)


Known = Annotated[Explained, Depends(as_known)]


@router.get(PINNED_PATH + "/map.json")
def pinned_map(found: Pinned, looking: How) -> Response:
    return rendering.twin(_map(found, looking), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(found: Pinned) -> Response:
    return rendering.twin(document(found[0]), headers=IMMUTABLE)


@router.get(PINNED_PATH)
def pinned_page(request: Request, found: Pinned, looking: How) -> Response:
    view = environment_page.page(*found, looking)
    return rendering.page(request, "environment/page.html", view, headers=IMMUTABLE)


@router.get(LIVE_PATH + "/map.json")
def live_map(found: Now, looking: How) -> Response:
    return rendering.twin(_map(found, looking))


@router.get(LIVE_PATH + ".json")
def live_twin(found: Now, known: Known) -> Response:
    return rendering.twin(document(found[0], known))


@router.get(LIVE_PATH)
def live_page(request: Request, found: Now, looking: How, known: Known) -> Response:
    return rendering.page(request, "environment/page.html", environment_page.page(*found, looking, known))


def _gone(
    project: str, environment: str, marks: tuple[snapshots.Mark, ...], chosen: facts.Chosen
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
            links.append(Link(f"{environment} as of {addresses.minute(mark.received_at)}", address.page()))
    return NotFound(
        f"{environment} is not looked at any more.",
        explanation="It is no longer in driftboard.toml. What was seen of it is kept:",
        links=[*links, home],
    )


def _map(found: Found, looking: Looking) -> dict[str, Any]:
    environment, address = found
    if environment.drift is None:
        raise NotFound("There is nothing to draw: no history or no release is known.")
    return environment_page.drawn(environment.drift, address, looking).as_json()


def document(found: EnvironmentFacts, known: Explained | None = None) -> dict[str, Any]:
    """
    The page as JSON: the comparison, and which history of which environment against which release it is.

    With `known`, also what the history of the code says of each finding.
    """
    snapshot, release, failure = found.snapshot, found.chosen.release, found.sighting.failure
    pin = pinned_address(found)
    live = found.now is not None
    around = {
        "project": found.project.slug,
        "environment": found.place.slug,
        "database": found.alias,
        "verdict_now": found.sighting.verdict.value if live and release else None,
        "seen_at": None if snapshot is None or not live else addresses.iso(snapshot.seen_at),
        "received_at": None if snapshot is None else addresses.iso(snapshot.received_at),
        "failure": None
        if failure is None
        else {"cause": failure.cause.value, "since": addresses.iso(failure.since)},
        "label": found.chosen.label or None,
        "links": {
            "page": EnvironmentAddress.live(found.project.slug, found.place.slug).page(),
            "pinned": None if pin is None else pin.page(),
            "map": None if pin is None else pin.map(),
        },
    }
    if found.drift is None:
        history = (
            None
            if snapshot is None
            else {"fingerprint": snapshot.history.fingerprint, "rows": len(snapshot.history.rows)}
        )
        return {"format": None, "release": None, "history": history} | around
    return report(found.drift, known or Explained()) | around
