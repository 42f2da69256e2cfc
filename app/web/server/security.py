"""What every answer says to the browser: load nothing but ours and two named files, be framed by nobody."""

from collections.abc import Iterable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.server.cdn import BrowserFile


class Guard:
    """Puts the headers on every answer that does not have them."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app, self.headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    answer.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)


def headers(files: Iterable[BrowserFile]) -> Mapping[str, str]:
    """
    The headers of every answer.

    Scripts come from here, and from the exact addresses of the pinned files; there is no inline script or style.
    """
    elsewhere = " ".join(sorted(file.url for file in files))
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' {elsewhere}".strip(),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
