"""The releases of a project: `/{project}/releases`, and its JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.web.releases import facts as release_facts
from app.web.releases import list_page as releases_page
from app.web.releases.facts import Line, ReleasesFacts
from app.web.server import rendering
from app.web.server.site import SiteOf
from app.web.urls import environment as addresses
from app.web.urls import releases as release_addresses

router = APIRouter()

FORMAT = "driftboard-releases/1"
PATH = "/{project}/releases"


def as_now(request: Request, site: SiteOf) -> ReleasesFacts:
    """The releases of the project, from the label after `after=` on."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return release_facts.listed(session, project, now=site.now(), after=request.query_params.get("after"))


Found = Annotated[ReleasesFacts, Depends(as_now)]


@router.get(PATH + ".json")
def twin(found: Found) -> Response:
    return rendering.twin(document(found))


@router.get(PATH)
def page(request: Request, found: Found) -> Response:
    """With `from=` and `to=`, as the form sends them, the page of their difference."""
    before, after = (request.query_params.get(name) for name in ("from", "to"))
    if before and after:
        segments = (release_addresses.live(label) for label in (before, after))
        return RedirectResponse(release_addresses.difference(found.project.slug, *segments), status_code=303)
    return rendering.page(request, "releases/list_page.html", releases_page.page(found))


def document(found: ReleasesFacts) -> dict[str, Any]:
    """The list as JSON, `driftboard-releases/1`."""
    return {
        "format": FORMAT,
        "project": found.project.slug,
        "moment": addresses.iso(found.now),
        "sentence": releases_page.sentence(found),
        "meant": found.fleet.chosen.label or None,
        "releases": [_release(found.project.slug, line) for line in found.lines],
        "older": None if found.older is None else _older(found),
    }


def _release(project: str, line: Line) -> dict[str, Any]:
    pointer, before, summary = line.pointer, line.before, line.summary
    segment = release_addresses.live(pointer.label)
    older = None if before is None else release_addresses.live(before.label)
    pin = release_addresses.pinned(pointer.label, pointer.fingerprint)
    return {
        "label": pointer.label,
        "fingerprint": pointer.fingerprint,
        "commit": pointer.commit,
        "added_at": addresses.iso(pointer.added_at),
        "django": summary.django,
        "migrations": summary.migrations,
        "apps": summary.apps,
        "unreadable": summary.unreadable,
        "before": None if before is None else before.label,
        "sentence": summary.sentence,
        "edited_after_release": summary.is_edited,
        "edited": [str(key) for key in summary.edited],
        "page": release_addresses.release(project, segment),
        "pinned": release_addresses.release(project, pin),
        "difference": None if older is None else release_addresses.difference(project, older, segment),
    }


def _older(found: ReleasesFacts) -> str:
    path = release_addresses.releases(found.project.slug) + ".json"
    return addresses.with_query(path, [("after", found.older)])
