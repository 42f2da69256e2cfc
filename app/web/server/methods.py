"""
HEAD and OPTIONS of every address, and what an address answers to.

A HEAD is asked as its GET, whose body is left out: so it has the very same headers.
"""

from http import HTTPStatus

from starlette.responses import Response
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.server.download.middleware import ENDING

ASKED = ("GET", "POST")
"""The methods that routes name; HEAD and OPTIONS follow from them."""


class Methods:
    """ASGI middleware that answers HEAD with the headers of the GET, and OPTIONS with what the address answers to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope.get("method")
        if method == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _without_body(send))
        elif method == "OPTIONS" and (allowed := allow(scope, scope["path"])):
            answer = Response(
                status_code=HTTPStatus.NO_CONTENT, headers={"Allow": allowed, "Cache-Control": "no-store"}
            )
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def allow(scope: Scope, path: str) -> str:
    """The methods that a path answers to, as the header `Allow` has them; empty where nothing is."""
    page = path.removesuffix(ENDING)
    methods = {
        method
        for route in scope["app"].routes
        for method in (("GET",) if isinstance(route, Mount) else ASKED)
        if route.matches({**scope, "path": page, "root_path": "", "method": method})[0] is Match.FULL
    }
    return (
        ", ".join(sorted({*methods, *({"HEAD"} if "GET" in methods else ()), "OPTIONS"})) if methods else ""
    )


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
        elif not message.get("more_body", False):
            await send({"type": "http.response.body", "body": b""})

    return send_head
