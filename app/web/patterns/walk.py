"""A walk over the pages of a dashboard, along their links: some of each kind."""

import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from app.web.server.download.answer import answer_of

MOST_OF_A_KIND = 1
"""Pages of one kind have the same route and the same parameters. Of the first pages all are taken."""

MOST_PAGES = 130

LINK = re.compile(r"""\s(?:href|hx-get)="([^"]+)\"""")
SINCE = re.compile(r"\bsince=[^&]*")
LONG_AGO = "since=2000-01-01T00:00:00Z"
"""A page that asks what is newer is told that something is."""

NO_PAGE = re.compile(r"^/static/|\.(?:json|png|svg|csv|md|txt|atom)$|/download\.html$")

Kind = tuple[str, tuple[str, ...]]

OF_HTMX = ((b"hx-request", b"true"),)


@dataclass(frozen=True, slots=True)
class Page:
    """An address, and the HTML that it answers: a page, or a part of one."""

    address: str
    html: str


async def pages(app: FastAPI, first: Iterable[str]) -> AsyncIterator[Page]:
    """The first pages, and what they lead to."""
    patterns = [compile_path(context.path)[0] for context in iter_route_contexts(app.routes) if context.path]
    waiting = deque(dict.fromkeys(first))
    known, kinds, number = set(waiting), Counter[Kind](), 0
    while waiting and number < MOST_PAGES:
        address, number = waiting.popleft(), number + 1
        for headers in ((), OF_HTMX):
            answer = await answer_of(app, address, headers=headers)
            links = [answer.headers.get("location")]
            if answer.headers.get("content-type", "").startswith("text/html"):
                html = answer.content.decode("utf-8")
                yield Page(address, html)
                links += LINK.findall(html)
            for link in _onward(address, links):
                kind = _kind(link, patterns) if link not in known else None
                known.add(link)
                if kind and kinds[kind] < MOST_OF_A_KIND:
                    kinds[kind] += 1
                    waiting.append(link)
            is_answered = answer.status < HTTPStatus.BAD_REQUEST
            if is_answered and "HX-Request" not in answer.headers.get("vary", ""):
                break


def _kind(address: str, patterns: Iterable[re.Pattern[str]]) -> Kind:
    path, _, query = address.partition("?")
    route = next((pattern.pattern for pattern in patterns if pattern.match(path)), "")
    return route, tuple(sorted({pair.partition("=")[0] for pair in query.split("&")}))


def _onward(address: str, links: Iterable[str | None]) -> Iterator[str]:
    """The path and query of each link within the dashboard that leads to a page."""
    for link in filter(None, links):
        parts = urlsplit(SINCE.sub(LONG_AGO, urljoin(address, unescape(link))))
        if parts.path.startswith("/") and not NO_PAGE.search(parts.path):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
