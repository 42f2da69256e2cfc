"""
Whether the token of a request is enough for what it hands over.

A token of a project is enough for everything of the project, as is `push_token` of driftboard.toml; a token of an
environment for the histories and the deployments of that environment.
"""

import hmac

from fastapi import Request

from app.config import Project
from app.domain import english
from app.store.pushed import tokens
from app.store.pushed.tokens import Token
from app.store.sessions import ReadSession
from app.web.server.errors import PushRefused

SCHEME = "A token is sent as `Authorization: Bearer …`"


def authorize(
    project: Project, request: Request, *, environment: str | None = None, session: ReadSession
) -> None:
    """
    Check the token of the request for something of the project, or of one `environment` of it.

    Raises `PushRefused`, whose sentence says what to do: 401 without a token or with one that is wrong or revoked, 403
    with one of another project or environment, and where the project has no token at all.
    """
    text = _text(request)
    if project.push_token is not None and hmac.compare_digest(
        text.encode(), project.push_token.reveal().encode()
    ):
        return
    token = tokens.with_text(session, text)
    make = _command(project.slug)
    if token is None and not _has_tokens(project, session):
        raise PushRefused(
            403, f"Nothing can be pushed to {project.slug}, as it has no token: make one with {make}."
        )
    if not text:
        raise _unauthorized(f"The request shows no token. {SCHEME}; {make} makes one.")
    if token is None:
        raise _unauthorized(f"The token is not that of the project. {SCHEME}; {make} makes another.")
    if token.revoked_at is not None:
        when = english.absolute(token.revoked_at)
        raise _unauthorized(f"The token {token.id} was revoked on {when}: make another with {make}.")
    _check_reach(token, project.slug, environment)


def _check_reach(token: Token, project: str, environment: str | None) -> None:
    """Raises `PushRefused` where a right token is that of something else."""
    if token.project != project:
        raise PushRefused(
            403,
            f"The token {token.id} is that of the project {token.project}: "
            f"make one for {project} with {_command(project)}.",
        )
    if token.environment in (None, environment):
        return
    if environment is None:
        raise PushRefused(
            403,
            f"The token {token.id} hands over the histories and deployments of {token.environment} alone: "
            f"make one for the project with {_command(project)}.",
        )
    raise PushRefused(
        403,
        f"The token {token.id} is that of the environment {token.environment}: "
        f"make one for {environment} with {_command(project, environment)}.",
    )


def _text(request: Request) -> str:
    """The token that the request shows; empty where it shows none."""
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _has_tokens(project: Project, session: ReadSession) -> bool:
    """Whether there is a token with which something can be pushed to the project."""
    usable = (token.revoked_at is None for token in tokens.all_tokens(session, project.slug))
    return project.push_token is not None or any(usable)


def _command(project: str, environment: str | None = None) -> str:
    option = "" if environment is None else f" --environment {environment}"
    return f"`driftboard tokens create {project}{option}`"


def _unauthorized(sentence: str) -> PushRefused:
    return PushRefused(401, sentence, headers={"WWW-Authenticate": "Bearer"})
