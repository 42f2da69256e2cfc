"""A crawl from `/` along every link of every kind of page, and what an answer of each kind of content must be."""

import csv
import io
import json
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.responses import Response
from starlette.routing import compile_path

from tests.web import dom

LINKS = ("href", "src", "hx-get", "action")
HOST = "http://testserver"
TEMPLATE = re.compile(r"\{\w+\}")
"""What the browser fills in."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SCRIPTS = re.compile(r"/static/[^/]+/js/(look|app)\.js")
ELEMENT_NAME = re.compile(r"[a-z][a-z0-9-]*|[a-z]+[A-Z]\w*")


@dataclass(frozen=True, slots=True)
class Visited:
    """An address, and what it answered."""

    address: str
    status: int
    kind: str
    route: str


class Crawl:
    """The walk: `most` addresses of each route."""

    def __init__(self, app: FastAPI, client, *, most: int, headers: Mapping[str, str] | None = None) -> None:
        self.client, self.most, self.headers = client, most, dict(headers or {})
        paths = {
            context.path: context
            for context in iter_route_contexts(app.routes)
            if "GET" in (getattr(context, "methods", None) or ())
        }
        self.patterns = [(path, compile_path(path)[0]) for path in paths]
        self.visited: dict[str, Visited] = {}
        self.wrong: list[str] = []

    def walk(self, first: Iterable[str]) -> None:
        """Visit what the first addresses lead to. What is wrong with an answer is kept in `wrong`."""
        waiting, kinds = deque((address, "") for address in first), Counter[str]()
        known = {address for address, _ in waiting}
        while waiting:
            address, origin = waiting.popleft()
            answer = self.client.get(address, headers=self.headers)
            content = answer.headers.get("content-type", "").partition(";")[0]
            self.visited[address] = Visited(address, answer.status_code, content, self.route(address))
            self.wrong += [f"{address} (from {origin}): {it}" for it in problems(answer, content, address)]
            onward = [_within(answer.headers["location"]) or "/"] if "location" in answer.headers else []
            if content == "text/html" and answer.text and not onward:
                onward += links(answer.text, address)
            for link in onward:
                if link not in known:
                    known.add(link)
                    route = self.route(link)
                    kinds[route] += 1
                    if kinds[route] <= self.most:
                        waiting.append((link, address))

    def route(self, address: str) -> str:
        """The pattern of the route that answers."""
        path = unquote(address.partition("?")[0])
        return next((path_of for path_of, pattern in self.patterns if pattern.match(path)), "")


def links(html: str, address: str) -> Iterator[str]:
    """Every address of ours that a page names, without what is filled in by the browser."""
    for element in dom.read(html).walk():
        named = [element.attributes.get(name) for name in LINKS]
        if element.attributes.get("property") in ("og:image", "og:url"):
            named.append(element.attributes["content"])
        for link in named:
            within = _within(urljoin(HOST + address, link)) if link else None
            if within and not within.startswith("/static/") and not TEMPLATE.search(unquote(within)):
                yield within


def _within(link: str) -> str | None:
    parts = urlsplit(link)
    if parts.netloc not in ("", "testserver"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def problems(answer: Response, content: str, address: str) -> Iterator[str]:
    """What is wrong with an answer, whatever it is an answer to."""
    if answer.status_code >= 400:
        yield f"status {answer.status_code}"
        return
    if not all(value.isprintable() and value.isascii() for value in answer.headers.values()):
        yield "a header that is not printable"
    if "x-odd" in answer.headers:
        yield "a header that a name brought"
    reader = READERS.get(content)
    if reader and answer.content:
        try:
            yield from reader(answer.content, address)
        except Exception as error:  # noqa: BLE001 - whatever a reader says against it
            yield f"{content} is not well formed: {error!r}"


def _html(content: bytes, address: str) -> Iterator[str]:
    page = dom.read(content.decode("utf-8"))
    ids = Counter(element.attributes["id"] for element in page.walk() if "id" in element.attributes)
    for element in page.walk():
        if not ELEMENT_NAME.fullmatch(element.tag):
            yield f"an element called {element.tag!r}"
        if element.tag == "style" and "/download.html" in address:
            continue  # the sheets of a page that is one file
        if element.tag in ("script", "iframe", "object", "style", "base") and not SCRIPTS.fullmatch(
            element.attributes.get("src", "")
        ):
            yield f"<{element.tag}>"
        for name, value in element.attributes.items():
            if name.startswith("on") or not re.fullmatch(r"[a-zA-Z][\w:.-]*", name):
                yield f"an attribute {name!r}"
            if name in LINKS and urlsplit(value.strip()).scheme not in ("", "http", "https", "data"):
                yield f"a link to {value!r}"
        target = element.attributes.get("href", "")
        if target.startswith("#") and element.tag == "a" and unquote(target[1:]) not in ids:
            yield f"no place for {target!r}"
    if page.all("main"):
        yield from (f"the id {name!r} twice" for name, number in ids.items() if number > 1)


def _json(content: bytes, _address: str) -> Iterator[str]:
    constants: list[str] = []
    json.loads(content.decode("utf-8"), parse_constant=constants.append)
    yield from (f"the constant {name}" for name in constants)


def _xml(content: bytes, _address: str) -> Iterator[str]:
    for element in ET.fromstring(content).iter():  # noqa: S314 - our own answer
        if element.tag.rpartition("}")[2] in ("script", "foreignObject"):
            yield f"<{element.tag}>"
        yield from (f"an attribute {name!r}" for name in element.attrib if name.lower().startswith("on"))


def _png(content: bytes, _address: str) -> Iterator[str]:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or b"IEND" not in content[-12:]:
        yield "no whole picture"


def _csv(content: bytes, _address: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        yield "rows of several lengths"
    yield from (f"the formula {cell!r}" for row in rows for cell in row if cell.startswith(FORMULA))


def _plain(content: bytes, _address: str) -> Iterator[str]:
    lines = content.decode("utf-8").split("\n")
    yield from (f"an unprintable line {line!r}" for line in lines if not line.isprintable())


READERS = {
    "text/html": _html,
    "application/json": _json,
    "application/problem+json": _json,
    "application/feed+json": _json,
    "application/atom+xml": _xml,
    "application/xml": _xml,
    "image/svg+xml": _xml,
    "image/png": _png,
    "text/csv": _csv,
    "text/markdown": _plain,
    "text/plain": _plain,
}


def written(text: str) -> str:
    """A text as a part of an address."""
    return quote(text, safe="")
