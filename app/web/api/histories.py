"""
Histories: a deploy job pushes what its databases hold, a CI job reads one that was seen.

    POST /api/projects/shop/environments/sandbox-3/histories
    GET  /api/projects/shop/histories/7c1f0a9e…
"""

from functools import partial

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Environment, Project
from app.domain.fleet.last_seen.history import pieces
from app.domain.json_values import ManifestError
from app.domain.pushed.handover import Handover, loads
from app.jobs import handover as handovers
from app.store import snapshots
from app.web.api import pushes, readings
from app.web.server import rendering
from app.web.server.errors import NotFound, ProgramRefused
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.segments import iso

log = structlog.get_logger(__name__)
router = APIRouter(route_class=OneThread)

MAX_BYTES = 32_000_000
"""Longer bodies are refused. This is enough for some 300,000 rows."""


@router.post("/api/projects/{slug}/environments/{environment}/histories")
async def push(slug: str, environment: str, request: Request, site: CurrentSite) -> Response:
    """
    Store the histories of the request: 201 where one of them is new, 200 where all were stored already.

    When they were received decides; the sender's clock is repeated in the answer and shown on the page.
    """
    project, body = await pushes.receive(
        site, request, slug, environment=environment, what="A handover of histories", max_bytes=MAX_BYTES
    )
    return await pushes.stored(request, body, partial(_store, site, project, environment, body))


@router.get("/api/projects/{slug}/histories/{fingerprint}")
def read(slug: str, fingerprint: str, request: Request, site: CurrentSite) -> Response:
    """One history, whichever table of the project it was seen in; 304 where the client has it."""
    with readings.reading(site, request, slug) as (project, session):
        named = readings.whole(fingerprint, what="history")
        history = snapshots.history_of_project(session, project.slug, named)
    if history is None:
        raise NotFound(f"No history {fingerprint[:8]} is stored here.")
    return rendering.named_for_ever(request, fingerprint, pieces(history))


def _store(site: Site, project: Project, slug: str, body: bytes) -> Response:
    handover, environment = _parse(body), _configured(project, slug)
    received_at = site.now()
    received = handovers.receive(site.store, project.slug, environment, handover, at=received_at)
    log.info(
        "histories of %s/%s were pushed: %d, new: %d",
        project.slug,
        slug,
        len(handover.histories),
        received.new,
    )
    content = {
        "environment": slug,
        "received_at": iso(received_at),
        "sent_at": iso(handover.sent_at),
        "histories": [
            {
                "database": located.location.alias,
                "schema": located.location.schema,
                "rows": len(located.history.rows),
                "fingerprint": located.history.fingerprint,
            }
            for located in handover.histories
        ],
        "new": received.new,
        "outdated": received.again,
        "page": EnvironmentAddress.live(project.slug, slug).page(),
    }
    return rendering.twin(content, status=201 if received.new else 200)


def _configured(project: Project, slug: str) -> Environment:
    environment = project.environment(slug)
    assert environment is not None  # noqa: S101 - for the type checker; `pushes.receive` has looked
    return environment


def _parse(body: bytes) -> Handover:
    """The handover of a body; raises `ProgramRefused` for what is none."""
    try:
        return loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ProgramRefused(422, "What was sent is not UTF-8, so it holds no histories.") from None
    except ManifestError as error:
        sentence = f"What was sent are no histories of format 1. {error}"
        raise ProgramRefused(422, sentence, path=error.path) from None
