"""What changed between two releases: as their labels point now, and pinned to their fingerprints; and its JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.reports import difference as difference_report
from app.web.releases import difference_page as release_diff_page
from app.web.releases import facts as release_facts
from app.web.releases.facts import DifferenceFacts
from app.web.releases.release_routes import headers, is_moved, tail
from app.web.server import rendering
from app.web.server.errors import Moved
from app.web.server.site import SiteOf
from app.web.urls import releases as release_addresses

router = APIRouter()

PATH = "/{project}/releases/{before}/diff/{after}"


def as_asked(request: Request, site: SiteOf) -> DifferenceFacts:
    """The two releases that the segments name."""
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        found = release_facts.two(session, project, parts["before"], parts["after"], now=site.now())
    if is_moved(found.before, parts["before"]) or is_moved(found.after, parts["after"]):
        path = release_addresses.difference(project.slug, found.before.segment, found.after.segment)
        raise Moved(path + tail(request))
    return found


Found = Annotated[DifferenceFacts, Depends(as_asked)]


@router.get(PATH + ".json")
def twin(found: Found) -> Response:
    return rendering.twin(document(found), headers=headers(found.before, found.after))


@router.get(PATH)
def page(request: Request, found: Found) -> Response:
    view = release_diff_page.page(found)
    return rendering.page(
        request, "releases/difference_page.html", view, headers=headers(found.before, found.after)
    )


def document(found: DifferenceFacts) -> dict[str, Any]:
    """The difference as JSON, `driftboard-difference/1`; with the environments that it blocks where that is live."""
    told = difference_report.report(found.difference, found.names)
    before, after, slug = found.before, found.after, found.project.slug
    told |= {
        "project": slug,
        "links": {
            "page": release_addresses.difference(slug, before.segment, after.segment),
            "pinned": release_addresses.difference(slug, before.pin, after.pin),
        },
    }
    if found.fleet is not None:
        told["new_edges"] = [
            edge | {"blocked": list(release_facts.blocked_by(found.fleet, one.child, (one.parent,)))}
            for edge, one in zip(told["new_edges"], found.difference.edges, strict=True)
        ]
    return told
