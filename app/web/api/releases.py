"""`POST /api/projects/shop/releases`: a CI job pushes a manifest, with the project's token."""

import hmac

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from app.config import Project
from app.domain.json_values import ManifestError
from app.domain.manifest import loads
from app.domain.release import Release
from app.store import releases
from app.web.server import rendering
from app.web.server.errors import NotFound, PushRefused
from app.web.server.site import CurrentSite, Site
from app.web.urls import releases as release_addresses

log = structlog.get_logger(__name__)
router = APIRouter()

MAX_BYTES = 32_000_000
"""Longer manifests are refused. This is enough for some 50,000 migrations."""

MAX_LABEL_LENGTH = 200
"""In characters."""


@router.post("/api/projects/{slug}/releases")
async def push(slug: str, request: Request, site: CurrentSite) -> Response:
    """
    Store the manifest of the request: 201 for a new release, 200 where it was stored already.

    Unlike the pages this is asynchronous: it counts the bytes while they arrive, and keeps them only after the token
    was found right.
    """
    try:
        project = site.project(slug)
        _authorize(project, request.headers.get("Authorization", ""))
    except (NotFound, PushRefused):
        await _body(request, keep=False)  # else the sender sees a broken connection instead of this error
        raise
    body = await _body(request, keep=True)
    return await run_in_threadpool(_store, site, project, body)


def _authorize(project: Project, authorization: str) -> None:
    """Check the token of the request; raises `PushRefused` where it is not the project's token."""
    if project.push_token is None:
        advice = f"set push_token under [projects.{project.slug}] in driftboard.toml"
        raise PushRefused(403, f"No release can be pushed to {project.slug}: {advice}.")
    scheme, _, token = authorization.strip().partition(" ")
    sent_token = token.strip().encode() if scheme.lower() == "bearer" else b""
    if not hmac.compare_digest(sent_token, project.push_token.reveal().encode()):
        sentence = "The token is not that of the project." if sent_token else "The request shows no token."
        raise PushRefused(
            401,
            f"{sentence} It is sent as `Authorization: Bearer …`, and is what push_token of {project.slug} says.",
            headers={"WWW-Authenticate": "Bearer"},
        )


async def _body(request: Request, *, keep: bool) -> bytes:
    """The body of the request; empty without `keep`. Raises `PushRefused` as soon as it is longer than `MAX_BYTES`."""
    content_length = request.headers.get("Content-Length", "")
    announced = int(content_length[:19]) if content_length.isdecimal() else 0
    received = 0
    chunks: list[bytes] = []
    try:
        if announced <= MAX_BYTES:
            async for chunk in request.stream():
                received += len(chunk)
                if received > MAX_BYTES:
                    break
                if keep:
                    chunks.append(chunk)
    except ClientDisconnect:
        raise PushRefused(400, "The connection was closed before all was sent.") from None
    if max(announced, received) > MAX_BYTES:
        raise PushRefused(413, f"A manifest that is pushed has at most {MAX_BYTES:,} bytes.")
    return b"".join(chunks)


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
    answer = rendering.twin(content)
    answer.status_code = 201 if is_new else 200
    return answer


def _parse(body: bytes) -> tuple[Release, str]:
    """The release of a manifest, and its label; raises `PushRefused` for what is neither."""
    try:
        release = loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PushRefused(422, "What was sent is not UTF-8, so no manifest.") from None
    except ManifestError as error:
        raise PushRefused(422, f"What was sent is no manifest of format 1. {error}") from None
    label = release.label
    if label is None or not label.strip() or not label.isprintable() or len(label) > MAX_LABEL_LENGTH:
        raise PushRefused(
            422,
            f"label: a release that is pushed needs a name of at most {MAX_LABEL_LENGTH} characters, such as v1.2.",
        )
    return release, label
