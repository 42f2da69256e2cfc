"""The addresses of pinned pages as files: that of each page with `/download.html` after its path."""

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.server.attachment import attachment
from app.web.server.download.answer import Answer, answer_of
from app.web.server.download.single_file import NotPinned, pictures_in, single_file
from app.web.server.rendering import public_url
from app.web.urls.pages import below, path_of

ENDING = "/download.html"

ERROR_HEADERS = ("content-type", "cache-control", "retry-after", "vary")
"""What of the head of an error goes with it; the rest is added to every answer."""


class Downloads:
    """ASGI middleware that answers the addresses of files; it asks the application for the page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_file = (
            scope["type"] == "http" and scope["path"].endswith(ENDING) and scope["method"] in ("GET", "HEAD")
        )
        response = await self._response(scope) if is_file else None
        await (response or self.app)(scope, receive, send)

    async def _response(self, scope: Scope) -> Response | None:
        """The file, the way to it, or why the page cannot be made; None where it is no pinned page."""
        path = path_of(scope["path"].removesuffix(ENDING))
        query = scope["query_string"].decode("ascii", "ignore")
        address = f"{path}?{query}" if query else path
        headers = [(name, value) for name, value in scope["headers"] if name == b"host"]
        page = await answer_of(self.app, address, headers=headers, around=scope)
        if page.status in (307, 308):
            location = below(page.headers["location"], ENDING)
            return Response(status_code=page.status, headers={"Location": location})
        if page.status >= HTTPStatus.BAD_REQUEST:
            return _error(page)
        if not page.is_page:
            return None
        html = page.content.decode("utf-8")
        pictures = {}
        for picture in pictures_in(html):
            drawn = await answer_of(self.app, picture, headers=headers, around=scope)
            if drawn.status == 200:
                pictures[picture] = drawn.content
        public = public_url(Request(scope))
        try:
            content = await run_in_threadpool(
                lambda: single_file(html, address, public=public, pictures=pictures)
            )
        except NotPinned:
            return None
        return _file(content, page, _name(scope["path"]))


def _error(page: Answer) -> Response:
    """What the page itself answers: it says why it is not there, and what to do."""
    kept = {name: page.headers[name] for name in ERROR_HEADERS if name in page.headers}
    return Response(page.content, status_code=page.status, headers=kept)


def _file(content: str, page: Answer, name: str) -> Response:
    """The file as a download, kept as long as its page is."""
    return Response(
        content,
        media_type="text/html",
        headers={
            **attachment(name, ".html"),
            "Cache-Control": page.headers.get("cache-control", "private, no-cache"),
        },
    )


def _name(path: str) -> str:
    """The words of the address, without its project."""
    words = [part for part in path.removesuffix(ENDING).split("/")[2:] if part not in ("at", "against")]
    return "-".join(words)
