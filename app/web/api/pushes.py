"""The way of every POST of a program: its project, its token, its body."""

import asyncio
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.config import Project
from app.web.api import body
from app.web.api.authorization import authorize
from app.web.server.errors import NotFound
from app.web.server.site import Site

LARGE = 1_000_000
"""A body with more bytes waits for its turn: what is read from it takes ten times its memory."""

TURNS = 2
"""How many of those are read at a time."""


async def receive(  # noqa: PLR0913 - what is pushed, where, and its limit
    site: Site, request: Request, slug: str, *, environment: str | None = None, what: str, max_bytes: int
) -> tuple[Project, bytes]:
    """
    The project to which something is pushed, and the bytes that are pushed.

    Unlike the pages this is asynchronous: it counts the bytes while they arrive, and keeps them only after the token
    was found right. `what` names the thing in the sentence of what is too long, as "A manifest".

    Raises `NotFound` for a project or an environment that driftboard.toml does not have, `ProgramRefused` for the rest.
    """
    try:
        project = site.project(slug)
        await run_in_threadpool(_check, site, project, request, environment)
    except Exception:
        await body.drain(request, what=what, max_bytes=max_bytes)
        raise
    return project, await body.read(request, what=what, max_bytes=max_bytes)


async def stored(request: Request, body: bytes, work: Callable[[], Response]) -> Response:
    """The answer that the work makes of a body, in a thread."""
    if len(body) <= LARGE:
        return await run_in_threadpool(work)
    state = request.app.state
    if not hasattr(state, "turns_of_large_pushes"):
        state.turns_of_large_pushes = asyncio.Semaphore(TURNS)
    async with state.turns_of_large_pushes:
        return await run_in_threadpool(work)


def _check(site: Site, project: Project, request: Request, environment: str | None) -> None:
    with site.store.reading() as session:
        authorize(project, request, environment=environment, session=session)
    if environment is not None and project.environment(environment) is None:
        raise NotFound(
            f"There is no environment {environment} in {project.slug}: "
            f"write [projects.{project.slug}.environments.{environment}] into driftboard.toml."
        )
