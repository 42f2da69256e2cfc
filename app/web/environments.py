"""The environment page, its map and its JSON: as it is now, and pinned to a history and a release."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.domain.report import report
from app.store import snapshots
from app.web import addresses, environment_page, facts, pinned, rendering
from app.web.addresses import EnvironmentAddress
from app.web.environment_page import Looking
from app.web.errors import NotFound
from app.web.facts import EnvironmentFacts
from app.web.fleet import Wanted
from app.web.pinned import Asked
from app.web.rendering import IMMUTABLE, LIVE
from app.web.site import Site, SiteOf
from app.web.views import Link

router = APIRouter()

LIVE_PATH = "/{project}/environments/{slug}"
PINNED_PATH = LIVE_PATH + "/at/{at}/against/{against}"
Text = Annotated[str | None, Query()]
Form = Annotated[str | None, Query(alias="as")]

Found = tuple[EnvironmentFacts, EnvironmentAddress]


@router.get(PINNED_PATH + "/map.json")
def pinned_map(  # noqa: PLR0913 - the parts of the address
    request: Request,
    project: str,
    slug: str,
    at: str,
    against: str,
    site: SiteOf,
    view: Text = None,
    focus: Text = None,
) -> Response:
    found, address = as_pinned(site, request, project, slug, at, against, tail="/map.json")
    return rendering.twin(_map(found, address, view, focus), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(  # noqa: PLR0913 - the parts of the address
    request: Request, project: str, slug: str, at: str, against: str, site: SiteOf
) -> Response:
    found, _ = as_pinned(site, request, project, slug, at, against, tail=".json")
    return rendering.twin(document(found), headers=IMMUTABLE)


@router.get(PINNED_PATH)
def pinned_page(  # noqa: PLR0913 - the parts of the address
    request: Request,
    project: str,
    slug: str,
    at: str,
    against: str,
    site: SiteOf,
    view: Text = None,
    focus: Text = None,
    form: Form = None,
    rows: Text = None,
) -> Response:
    found, address = as_pinned(site, request, project, slug, at, against)
    shown = environment_page.page(found, address, Looking.of(view=view, focus=focus, form=form, rows=rows))
    return rendering.page(request, "pages/environment.html", shown, headers=IMMUTABLE)


@router.get(LIVE_PATH + "/map.json")
def live_map(  # noqa: PLR0913 - the parameters of the page
    project: str, slug: str, site: SiteOf, release: Wanted = None, view: Text = None, focus: Text = None
) -> Response:
    found, address = as_now(site, project, slug, release)
    return rendering.twin(_map(found, address, view, focus), headers=LIVE)


@router.get(LIVE_PATH + ".json")
def live_twin(project: str, slug: str, site: SiteOf, release: Wanted = None) -> Response:
    found, _ = as_now(site, project, slug, release)
    return rendering.twin(document(found))


@router.get(LIVE_PATH)
def live(  # noqa: PLR0913 - the parameters of the page
    request: Request,
    project: str,
    slug: str,
    site: SiteOf,
    release: Wanted = None,
    view: Text = None,
    focus: Text = None,
    form: Form = None,
    rows: Text = None,
) -> Response:
    found, address = as_now(site, project, slug, release)
    shown = environment_page.page(found, address, Looking.of(view=view, focus=focus, form=form, rows=rows))
    return rendering.page(request, "pages/environment.html", shown)


def as_now(site: Site, slug: str, environment: str, wanted: str | None) -> Found:
    """The facts of a configured environment; one that is configured no more answers with its pinned pages."""
    project = site.project(slug)
    configured = project.environment(environment)
    with site.store.reading() as session:
        if configured is None:
            marks = snapshots.marks(session, project.slug, environment)
            chosen = facts.chosen(session, project, wanted)
            raise _gone(project.slug, environment, marks, chosen)
        found = facts.environment(session, project, configured, now=site.now(), wanted=wanted)
    return found, EnvironmentAddress.live(project.slug, environment, release=wanted)


def as_pinned(  # noqa: PLR0913 - the parts of the address
    site: Site, request: Request, slug: str, environment: str, at: str, against: str, *, tail: str = ""
) -> Found:
    """The facts that a pinned address names."""
    project = site.project(slug)
    database = request.query_params.get("database") or "default"
    asked = Asked(environment, at, against, tail, request.url.query, database)
    with site.store.reading() as session:
        return pinned.environment(session, project, asked)


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


def _map(
    found: EnvironmentFacts, address: EnvironmentAddress, view: str | None, focus: str | None
) -> dict[str, Any]:
    if found.drift is None:
        raise NotFound("There is nothing to draw: no history or no release is known.")
    looking = Looking.of(view=view, focus=focus, form=None, rows=None)
    return environment_page.drawn(found.drift, address, looking).as_json()


def document(found: EnvironmentFacts) -> dict[str, Any]:
    """The page as JSON: the comparison, and which history of which environment against which release it is."""
    snapshot, release, failure = found.snapshot, found.chosen.release, found.sighting.failure
    pin = environment_page.pinned_address(found)
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
    return report(found.drift) | around


def panel_tail(key: str) -> str:
    """What follows the address for the panel of this migration."""
    return f"/migrations/{quote(key, safe='')}"
