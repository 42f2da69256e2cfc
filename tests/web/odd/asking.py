"""A request as a server hands it over, with every byte as it was sent: clients for tests put odd addresses right."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.datastructures import Headers

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `target` is the path and the query as they stand in its first line."""

    target: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Route:
    """The pattern of an address, and what it answers to."""

    path: str
    methods: frozenset[str]


def routes(app: FastAPI) -> Iterator[Route]:
    """Every route of the application, once for each pattern."""
    found: dict[str, set[str]] = {}
    for context in iter_route_contexts(app.routes):
        if getattr(context, "methods", None):
            found.setdefault(context.path, set()).update(context.methods)
    yield from (Route(path, frozenset(methods)) for path, methods in found.items())


def answers(app: FastAPI, asked: Iterable[Asked]) -> list[Answered]:
    """The answers, one after the other, in one loop."""

    async def all_of_them() -> list[Answered]:
        return [await answer(app, one) for one in asked]

    return asyncio.run(all_of_them())


async def answer(app: FastAPI, asked: Asked) -> Answered:
    """The answer to one request. An exception of ours is the 500 that a client would see."""
    raw, _, query = asked.target.partition("?")
    named = [(name.lower().encode(), value.encode("latin-1")) for name, value in asked.headers]
    usual = [(b"host", b"testserver"), (b"content-length", str(len(asked.body)).encode())]
    headers = [pair for pair in usual if pair[0] not in dict(named)] + named
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 5),
        "root_path": "",
        "method": asked.method,
        "path": unquote(raw),
        "raw_path": raw.encode("ascii"),
        "query_string": query.encode("ascii"),
        "headers": headers,
        "state": {},
    }
    sent: list = []
    waiting = [{"type": "http.request", "body": asked.body, "more_body": False}]

    async def receive() -> dict:
        if not waiting:
            await asyncio.Event().wait()  # the client stays until it has its answer
        return waiting.pop()

    async def send(message: dict) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception as error:
        if not sent:
            raise
        return Answered(500, Headers(), repr(error).encode())
    body = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    return Answered(sent[0]["status"], Headers(raw=sent[0]["headers"]), body)
