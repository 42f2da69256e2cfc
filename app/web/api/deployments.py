"""`POST /api/projects/shop/environments/sandbox-3/deployments`: a deploy job tells which release runs there now."""

from datetime import datetime
from functools import partial
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Project
from app.domain.fleet.deployment import COMMIT, MAX_LABEL_LENGTH, Deployment, deployed, is_label
from app.domain.json_values import ManifestError, member, moment, object_with, parse, preview, string
from app.store import clock, releases
from app.store.pushed import deployments
from app.web.api import pushes
from app.web.server import rendering
from app.web.server.errors import ProgramRefused
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.segments import iso

log = structlog.get_logger(__name__)
router = APIRouter(route_class=OneThread)

MAX_BYTES = 10_000

NAMES = ("release", "commit", "deployed_at")


@router.post("/api/projects/{slug}/environments/{environment}/deployments")
async def push(slug: str, environment: str, request: Request, site: CurrentSite) -> Response:
    """
    Store the deployment of the request: 201 for a new one, 200 where it was told before.

    When it was received decides which is the newest; the sender's `deployed_at` is kept and shown.
    """
    project, body = await pushes.receive(
        site, request, slug, environment=environment, what="A deployment", max_bytes=MAX_BYTES
    )
    return await pushes.stored(request, body, partial(_store, site, project, environment, body))


def _store(site: Site, project: Project, slug: str, body: bytes) -> Response:
    told = _parse(body, slug, received_at=site.now())
    with site.store.writing() as session:
        clock.correct(session, project.slug, at=told.received_at)
        added = deployments.add(session, project.slug, told)
        label = deployed(told, releases.all_labels(session, project.slug))
    if added is not None:
        log.info("%s/%s runs %s, as a deployment told", project.slug, slug, told.name)
    content = {
        "environment": slug,
        "release": told.label,
        "commit": told.commit,
        "deployed_at": None if told.deployed_at is None else iso(told.deployed_at),
        "received_at": iso((added or told).received_at),
        "fingerprint": None if label is None else label.fingerprint,
        "page": EnvironmentAddress.live(project.slug, slug).page(),
    }
    return rendering.twin(content, status=200 if added is None else 201)


def _parse(body: bytes, environment: str, *, received_at: datetime) -> Deployment:
    """The deployment of a body; raises `ProgramRefused` for what is none."""
    try:
        return _deployment(parse(body.decode("utf-8-sig")), environment, received_at)
    except UnicodeDecodeError:
        raise ProgramRefused(422, "What was sent is not UTF-8, so no deployment.") from None
    except ManifestError as error:
        sentence = f"What was sent is no deployment. {error}"
        raise ProgramRefused(422, sentence, path=error.path) from None


def _deployment(value: Any, environment: str, received_at: datetime) -> Deployment:
    """The deployment of a JSON value; a member that is null counts as absent. Raises `ManifestError`."""
    given = {name: part for name, part in object_with(value, (), optional=NAMES).items() if part is not None}
    label = member(given, "release", _label) if "release" in given else None
    commit = member(given, "commit", _commit) if "commit" in given else None
    if label is None and commit is None:
        raise ManifestError("release", 'say what was deployed: {"release": "v1.2"}, or a commit')
    return Deployment(
        environment,
        label,
        commit,
        received_at,
        member(given, "deployed_at", moment) if "deployed_at" in given else None,
    )


def _label(value: Any) -> str:
    if not is_label(string(value)):
        problem = f"must be a name of at most {MAX_LABEL_LENGTH} characters, such as v1.2"
        raise ManifestError("", problem)
    return str(value)


def _commit(value: Any) -> str:
    if not COMMIT.fullmatch(string(value)):
        raise ManifestError("", f"must be 7 hex digits of a commit or more, not {preview(value)}")
    return str(value).lower()
