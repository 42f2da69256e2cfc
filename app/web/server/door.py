"""
The door: which requests come in when the dashboard is served.

    the host       one of ours, else 421: a page of another name could read what is shown (DNS rebinding)
    the user       named by a proxy that is believed, where driftboard.toml says so or others than this machine can ask

What is asked for from within the process needs neither; nor do `/healthz` and `/readyz`. Pushes carry a token, and
`static/` is what everybody has, so both need no user.
"""

import re
from dataclasses import dataclass
from html import escape
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config import Settings
from app.config.access import host_of

WITHIN = "driftboard.within"
"""The key in the scope of a request that was made in this process; nothing that is sent can set it."""

NAME = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9_.-]+", re.IGNORECASE)

HEALTH = ("/healthz", "/readyz")


@dataclass(frozen=True, slots=True)
class Listening:
    """The address at which the dashboard listens, and whether it may be shown to whoever reaches it."""

    host: str = "127.0.0.1"
    without_sign_in: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether this machine alone can reach it."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False

    def is_open(self, settings: Settings) -> bool:
        """Whether anybody who reaches it sees everything, as was asked for."""
        return self.without_sign_in and not settings.access.user_header


class Door:
    """ASGI middleware that lets a request in, or answers why not."""

    def __init__(self, app: ASGIApp, listening: Listening) -> None:
        self.app, self.listening = app, listening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or WITHIN in scope or scope["path"] in HEALTH:
            await self.app(scope, receive, send)
            return
        settings: Settings = scope["app"].state.dashboard.current.settings
        refusal = self._refusal(scope, settings)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scheme = headers.get("X-Forwarded-Proto", "")
        if scheme in ("http", "https") and settings.access.trusts(_client(scope)):
            scope = {**scope, "scheme": scheme}
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope, settings: Settings) -> Response | None:
        headers = Headers(scope=scope)
        host = _name(headers.get("Host", ""))
        others = (host_of(settings.public_url), self.listening.host)
        if "Host" in headers and (host is None or not settings.access.allows(host, *others)):
            return _refused(scope, 421, *_other_host(host))
        if scope["path"].startswith(("/static/", "/api/")):
            return None
        return self._without_user(scope, settings, headers)

    def _without_user(self, scope: Scope, settings: Settings, headers: Headers) -> Response | None:
        header = settings.access.user_header
        if not header:
            if self.listening.is_loopback or self.listening.without_sign_in:
                return None
            return _refused(scope, 403, "Nobody can sign in.", NO_SIGN_IN)
        if not settings.access.trusts(_client(scope)):
            why = f"The request comes from {_client(scope)}, which is not among trusted_proxies in driftboard.toml."
            return _refused(scope, 403, "Come in through the proxy that signs people in.", why)
        users = headers.getlist(header)
        if len(users) != 1 or not users[0].strip():
            why = f"The proxy sent no {header}, or more than one."
            return _refused(scope, 403, "Nobody is signed in.", why)
        return None


NO_SIGN_IN = (
    "Others than this machine can reach Driftboard, which has no sign-in of its own: name a proxy that signs people "
    "in, with trusted_proxies and user_header in driftboard.toml, or start it with --insecure-no-sign-in."
)


def _client(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _name(host: str) -> str | None:
    """The name in a `Host`, without its port and brackets; None where it is none."""
    found = re.fullmatch(rf"({NAME.pattern})(?::\d{{1,5}})?", host, re.IGNORECASE)
    return found[1].strip("[]").lower() if found else None


def _other_host(host: str | None) -> tuple[str, str]:
    if host is None:
        return "The request names no host.", "A browser sends the host of the address that it opens."
    line = f'allowed_hosts = ["{host}"]'
    return f"This dashboard is not known as {host}.", f"If it should be, write into driftboard.toml: {line}"


def _refused(scope: Scope, status: int, sentence: str, why: str) -> Response:
    """A page that holds nothing of any project, or a document for a program."""
    headers = {"Cache-Control": "no-store"}
    if scope["path"].startswith("/api/") or scope["path"].endswith(".json"):
        content = {"status": status, "sentence": f"{sentence} {why}", "links": []}
        return JSONResponse(content, status, headers)
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{escape(sentence)} · Driftboard</title>'
        f"<main><h1>{escape(sentence)}</h1><p>{escape(why)}</p></main></html>",
        status,
        headers,
    )
