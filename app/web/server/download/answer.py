"""What the application answers to a GET, asked from within: without a server, and without a network."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

from app.web.server.door import WITHIN


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, its headers and its content."""

    status: int
    headers: Headers
    content: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a page, and not an error or another kind of content."""
        return self.status == 200 and self.headers.get("content-type", "").startswith("text/html")


async def answer_of(
    app: ASGIApp, address: str, *, headers: Iterable[tuple[bytes, bytes]] = (), around: Scope | None = None
) -> Answer:
    """The answer to a GET of an address, a path with its query. `around` is the request within which it is asked."""
    path, _, query = address.partition("?")
    raw = path.encode("ascii", "ignore")
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "server": None,
        "client": None,
        "root_path": "",
        **{
            name: value
            for name, value in (around or {}).items()
            if name in ("app", "scheme", "server", "client")
        },
        "method": "GET",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": raw,
        "query_string": query.encode("ascii", "ignore"),
        "headers": list(headers),
        WITHIN: True,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    content = b"".join(
        message.get("body", b"") for message in sent if message["type"] == "http.response.body"
    )
    return Answer(start["status"], Headers(raw=start["headers"]), content)
