"""`POST /api/projects/shop/releases`: a manifest that a CI job hands over, with the project's token."""

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
from app.web.server.site import Site, SiteOf
from app.web.urls import releases as release_addresses

log = structlog.get_logger(__name__)
router = APIRouter()

SIZE = 32_000_000
"""No manifest that is pushed is longer, in bytes: some 50,000 migrations."""


LABEL = 200
"""No label is longer, in characters."""


@router.post("/api/projects/{slug}/releases")
async def push(slug: str, request: Request, site: SiteOf) -> Response:
    """Asynchronous, as no page is: what is sent is measured while it comes, and kept only from who may push."""
    try:
        project = site.project(slug)
        _let_in(project, request.headers.get("Authorization", ""))
    except (NotFound, PushRefused):
        await _content(request, keep=False)  # else the sender hears of a broken connection, and not of this
        raise
    content = await _content(request, keep=True)
    return await run_in_threadpool(_taken, site, project, content)


def _let_in(project: Project, authorization: str) -> None:
    """Raises `PushRefused` for who does not show the project's token."""
    if project.push_token is None:
        where = f"set push_token under [projects.{project.slug}] in driftboard.toml"
        raise PushRefused(403, f"No release can be pushed to {project.slug}: {where}.")
    scheme, _, token = authorization.strip().partition(" ")
    shown = token.strip().encode() if scheme.lower() == "bearer" else b""
    if not hmac.compare_digest(shown, project.push_token.reveal().encode()):
        sentence = "The token is not that of the project." if shown else "The request shows no token."
        raise PushRefused(
            401,
            f"{sentence} It is sent as `Authorization: Bearer …`, and is what push_token of {project.slug} says.",
            headers={"WWW-Authenticate": "Bearer"},
        )


async def _content(request: Request, *, keep: bool) -> bytes:
    """What is sent; nothing of it where it is not kept. Raises `PushRefused` as soon as it is too much."""
    said = request.headers.get("Content-Length", "")
    announced = int(said[:19]) if said.isdecimal() else 0
    received = 0
    chunks: list[bytes] = []
    try:
        if announced <= SIZE:
            async for chunk in request.stream():
                received += len(chunk)
                if received > SIZE:
                    break
                if keep:
                    chunks.append(chunk)
    except ClientDisconnect:
        raise PushRefused(400, "The connection was closed before all was sent.") from None
    if max(announced, received) > SIZE:
        raise PushRefused(413, f"A manifest that is pushed has at most {SIZE:,} bytes.")
    return b"".join(chunks)


def _taken(site: Site, project: Project, content: bytes) -> Response:
    release, label = _read(content)
    with site.store.writing() as session:
        is_new = releases.add(session, project.slug, release, label=label, at=site.now())
    log.info("release %s of %s was pushed: %s", label, project.slug, release.fingerprint)
    answer = {
        "label": label,
        "fingerprint": release.fingerprint,
        "migrations": len(release.migrations),
        "page": release_addresses.release(project.slug, release_addresses.live(label)),
    }
    taken = rendering.twin(answer)
    taken.status_code = 201 if is_new else 200
    return taken


def _read(content: bytes) -> tuple[Release, str]:
    try:
        release = loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PushRefused(422, "What was sent is not UTF-8, so no manifest.") from None
    except ManifestError as error:
        raise PushRefused(422, f"What was sent is no manifest of format 1. {error}") from None
    label = release.label
    if label is None or not label.strip() or not label.isprintable() or len(label) > LABEL:
        raise PushRefused(
            422, f"label: a release that is pushed needs a name of at most {LABEL} characters, such as v1.2."
        )
    return release, label
