"""
The security headers of every response.

Browsers load only our own files and the two pinned ones of the CDN, and no page may stand in a frame.
"""

from collections.abc import Iterable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.server.cdn import BrowserFile


class SecurityHeaders:
    """ASGI middleware that sets the headers on every response that does not have them."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app, self.headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                response_headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    response_headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def headers(files: Iterable[BrowserFile]) -> Mapping[str, str]:
    """
    The headers of every response.

    Scripts may come from our own origin and from the exact addresses of `files`. Inline scripts and styles may not run.
    """
    cdn_urls = " ".join(sorted(file.url for file in files))
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' {cdn_urls}".strip(),
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
