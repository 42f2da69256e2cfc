"""
Releases: a CI job pushes a manifest, or reads one that is known.

    POST /api/projects/shop/releases
    GET  /api/projects/shop/releases/4be19d02…
"""

from functools import partial

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Project
from app.domain.json_values import ManifestError
from app.domain.manifest import loads
from app.domain.release import Release
from app.store import releases
from app.web.api import pushes, readings
from app.web.server import rendering
from app.web.server.errors import NotFound, ProgramRefused
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls import releases as release_addresses

log = structlog.get_logger(__name__)
router = APIRouter(route_class=OneThread)

MAX_BYTES = 32_000_000
"""Longer manifests are refused. This is enough for some 50,000 migrations."""

MAX_LABEL_LENGTH = 200
"""In characters."""


@router.post("/api/projects/{slug}/releases")
async def push(slug: str, request: Request, site: CurrentSite) -> Response:
    """Store the manifest of the request: 201 for a new release, 200 where it was stored already."""
    project, body = await pushes.receive(site, request, slug, what="A manifest", max_bytes=MAX_BYTES)
    return await pushes.stored(request, body, partial(_store, site, project, body))


@router.get("/api/projects/{slug}/releases/{fingerprint}")
def read(slug: str, fingerprint: str, request: Request, site: CurrentSite) -> Response:
    """One release, with what could not be read of it; 304 where the client has it."""
    with readings.reading(site, request, slug) as (project, session):
        content = releases.frozen(session, project.slug, readings.whole(fingerprint, what="release"))
    if content is None:
        raise NotFound(f"No release {fingerprint[:8]} is stored here.")
    return rendering.named_for_ever(request, fingerprint, (content,))


def _store(site: Site, project: Project, body: bytes) -> Response:
    release, label = _parse(body)
    with site.store.writing() as session:
        is_new = releases.add(session, project.slug, release, label=label, at=site.now())
    log.info("release %s of %s was pushed: %s", label, project.slug, release.fingerprint)
    content = {
        "label": label,
        "fingerprint": release.fingerprint,
        "migrations": len(release.migrations),
        "page": release_addresses.release(project.slug, release_addresses.live_segment(label)),
    }
    return rendering.twin(content, status=201 if is_new else 200)


def _parse(body: bytes) -> tuple[Release, str]:
    """The release of a manifest, and its label; raises `ProgramRefused` for what is neither."""
    try:
        release = loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ProgramRefused(422, "What was sent is not UTF-8, so no manifest.") from None
    except ManifestError as error:
        sentence = f"What was sent is no manifest of format 1. {error}"
        raise ProgramRefused(422, sentence, path=error.path) from None
    label = release.label
    if label is None or not label.strip() or not label.isprintable() or len(label) > MAX_LABEL_LENGTH:
        raise ProgramRefused(
            422,
            f"label: a release that is pushed needs a name of at most {MAX_LABEL_LENGTH} characters, such as v1.2.",
            path="label",
        )
    return release, label
