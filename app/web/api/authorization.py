"""
Whether the token of a request is enough for what it hands over, or for what it reads.

To push, a token of a project is enough for everything of the project, as is `push_token` of driftboard.toml; a token of
an environment for the histories and the deployments of that environment. To read, it takes a token that reads: one that
pushes is not enough, nor is one that reads enough to push.
"""

import hmac

from fastapi import Request

from app.config import Project
from app.domain import english
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose, Token
from app.store.sessions import ReadSession
from app.web.server.errors import ProgramRefused

SCHEME = "A token is sent as `Authorization: Bearer …`"


def authorize(
    project: Project, request: Request, *, environment: str | None = None, session: ReadSession
) -> None:
    """
    Check the token of the request for pushing something to the project, or to one `environment` of it.

    Raises `ProgramRefused`, whose sentence says what to do: 401 without a token or with one that is wrong or revoked,
    403 with one of another project, environment or purpose, and where the project has no token at all.
    """
    text = _text(request)
    if _is_push_token(project, text):
        return
    token = _token(project, text, Purpose.PUSH, session)
    _check_environment(token, project.slug, environment)


def authorize_reading(project: Project, request: Request, *, session: ReadSession) -> None:
    """Check the token of the request for reading what was seen of the project. Raises as `authorize`."""
    text = _text(request)
    if _is_push_token(project, text):
        make = _command(project.slug, Purpose.READ)
        raise ProgramRefused(
            403, f"push_token of driftboard.toml is for pushing alone: make one that reads with {make}."
        )
    _token(project, text, Purpose.READ, session)


def _token(project: Project, text: str, purpose: Purpose, session: ReadSession) -> Token:
    """The token with this text, which is of the project and has the purpose; raises `ProgramRefused`."""
    token = tokens.with_text(session, text)
    make = _command(project.slug, purpose)
    if token is None and not _has_tokens(project, purpose, session):
        raise ProgramRefused(403, f"{NO_TOKEN[purpose].format(project=project.slug)}: make one with {make}.")
    if not text:
        raise _unauthorized(f"The request shows no token. {SCHEME}; {make} makes one.")
    if token is None:
        raise _unauthorized(f"The token is not that of the project. {SCHEME}; {make} makes another.")
    if token.revoked_at is not None:
        when = english.absolute(token.revoked_at)
        raise _unauthorized(f"The token {token.id} was revoked on {when}: make another with {make}.")
    if token.project != project.slug:
        raise ProgramRefused(
            403,
            f"The token {token.id} is that of the project {token.project}: make one for {project.slug} with {make}.",
        )
    if token.purpose is not purpose:
        raise ProgramRefused(403, OTHER_PURPOSE[purpose].format(id=token.id, make=make))
    return token


NO_TOKEN = {
    Purpose.PUSH: "Nothing can be pushed to {project}, as it has no token",
    Purpose.READ: "Programs read nothing of {project}, as it has no token that reads",
}
"""That a project has no token for a purpose."""

OTHER_PURPOSE = {
    Purpose.PUSH: "The token {id} is for reading alone: make one that pushes with {make}.",
    Purpose.READ: "The token {id} is for pushing alone: make one that reads with {make}.",
}
"""By what was asked for: that the token is for the other."""


def _check_environment(token: Token, project: str, environment: str | None) -> None:
    """Raises `ProgramRefused` where a right token is that of another environment."""
    if token.environment in (None, environment):
        return
    if environment is None:
        raise ProgramRefused(
            403,
            f"The token {token.id} hands over the histories and deployments of {token.environment} alone: "
            f"make one for the project with {_command(project)}.",
        )
    raise ProgramRefused(
        403,
        f"The token {token.id} is that of the environment {token.environment}: "
        f"make one for {environment} with {_command(project, environment=environment)}.",
    )


def _text(request: Request) -> str:
    """The token that the request shows; empty where it shows none. Raises `ProgramRefused` where it shows several."""
    shown = request.headers.getlist("Authorization")
    if len(shown) > 1:
        raise _unauthorized(
            f"The request has {len(shown)} headers of the name Authorization. {SCHEME}, once."
        )
    scheme, _, token = "".join(shown).strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _is_push_token(project: Project, text: str) -> bool:
    own = project.push_token
    return own is not None and hmac.compare_digest(text.encode(), own.reveal().encode())


def _has_tokens(project: Project, purpose: Purpose, session: ReadSession) -> bool:
    """Whether there is a token of the project for this purpose."""
    all_tokens = tokens.all_tokens(session, project.slug)
    usable = (token.revoked_at is None and token.purpose is purpose for token in all_tokens)
    return any(usable) or (purpose is Purpose.PUSH and project.push_token is not None)


def _command(project: str, purpose: Purpose = Purpose.PUSH, *, environment: str | None = None) -> str:
    option = "" if environment is None else f" --environment {environment}"
    return f"`driftboard tokens create {project}{option}{' --read' if purpose is Purpose.READ else ''}`"


def _unauthorized(sentence: str) -> ProgramRefused:
    return ProgramRefused(401, sentence, headers={"WWW-Authenticate": "Bearer"})
