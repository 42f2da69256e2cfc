"""The releases of a project: `/{project}/releases`, and its JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.web import addresses, release_addresses, release_facts, releases_page, rendering
from app.web.release_facts import ReleasesFacts, Step
from app.web.site import SiteOf

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
    return rendering.page(request, "pages/releases.html", releases_page.page(found))


def document(found: ReleasesFacts) -> dict[str, Any]:
    """The list as JSON, `driftboard-releases/1`."""
    return {
        "format": FORMAT,
        "project": found.project.slug,
        "moment": addresses.iso(found.now),
        "sentence": releases_page.sentence(found),
        "meant": found.fleet.chosen.label or None,
        "releases": [_release(found, step) for step in found.steps],
        "older": None if found.older is None else _older(found),
    }


def _release(found: ReleasesFacts, step: Step) -> dict[str, Any]:
    project, difference = found.project.slug, step.difference
    side = step.side
    return {
        "label": step.pointer.label,
        "fingerprint": step.pointer.fingerprint,
        "commit": step.pointer.commit,
        "added_at": addresses.iso(step.pointer.added_at),
        "django": step.release.django,
        "migrations": len(step.release.migrations),
        "apps": len(step.release.apps),
        "unreadable": len(step.release.unreadable),
        "before": None if step.before is None else step.before.label,
        "sentence": releases_page.of_step(step),
        "edited_after_release": None if difference is None else difference.is_edited,
        "edited": [] if difference is None else [str(edit.key) for edit in difference.edited],
        "page": release_addresses.release(project, side.segment),
        "pinned": release_addresses.release(project, side.pin),
        "difference": None
        if step.before is None
        else release_addresses.difference(project, step.before.segment, side.segment),
    }


def _older(found: ReleasesFacts) -> str:
    path = release_addresses.releases(found.project.slug) + ".json"
    return addresses.with_query(path, [("after", found.older)])
