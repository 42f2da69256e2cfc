"""
Measures pages over 500 environments of 1,400 migrations against a bare page: FastAPI and Jinja, and the same bytes.

The bare page has no facts: its template loops over the tags of the real one and escapes each text between them. Both
are asked for in this process, without a network, in turn. Prints for each page its size, the first request of a new
application in milliseconds, requests a second with the median and the 99th percentile, and the ratio to its bare page;
all in CPU time. The clock goes on by a second from request to request, so moments are said anew.

With numbers as arguments: so many environments, and of so many migrations. With the path of an earlier checkout the
same figures of that one come first, from a process of its own.
"""

import asyncio
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CHECKOUT = Path(sys.argv[2]) if sys.argv[1:2] == ["--of"] else HERE.parent
NUMBERS = [int(word) for word in sys.argv[1:] if word.isdigit()]
sys.path[:0] = [str(CHECKOUT), str(HERE)]

import made_up  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from fastapi.responses import HTMLResponse, Response  # noqa: E402
from jinja2 import DictLoader, Environment  # noqa: E402
from markupsafe import Markup, escape  # noqa: E402

from app.config import Environment as Configured  # noqa: E402
from app.config import Project, Secret, Settings  # noqa: E402
from app.main import create_app  # noqa: E402
from app.store import releases, snapshots  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402

ENVIRONMENTS, MIGRATIONS = [*NUMBERS, *(500, 1_400)[len(NUMBERS) :]]
TIMES = 20
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
READINESS = "/shop/releases/v1.2/readiness"
ONE = "/shop/environments/env-003"
FINDING = "the finding"
"""The first one that the fleet, grouped by cause, leads to."""

PAGES = (
    "/shop",
    "/shop?q=env-1",
    "/shop?group=cause",
    "/shop/matrix",
    "/shop/events",
    "/shop/releases",
    "/shop/releases/v1.2",
    READINESS,
    f"{READINESS}?rows=all",
    f"{READINESS}/env-003",
    "/shop/compare",
    "/shop/compare/env-003/env-004",
    ONE,
    f"{ONE}?as=table",
    f"{ONE}/events",
    f"{ONE}/upgrade/v1.2",
    FINDING,
    "/shop/go?q=env-00",
    "/shop/go?q=nosuchthing",
    "/shop/go?q=compare+env+v",
    "/shop/go?q=no+such+table:+app003_thing",
    "/runbook",
    "/runbook/D101",
    "/",
)
BARE = "{% for tag, text in pieces %}{{ tag|safe }}{{ text }}{% endfor %}"


def main() -> None:
    for earlier in [] if NUMBERS or sys.argv[1:2] == ["--of"] else sys.argv[1:2]:
        print(f"earlier, {Path(earlier).name}", flush=True)
        subprocess.run([sys.executable, __file__, "--of", earlier], check=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.db"
        with open_store(url) as store:
            filled(store)
        print(f"{ENVIRONMENTS} environments of {MIGRATIONS:,} migrations")
        print(
            f"    {'':32} {'kB':>5} {'first ms':>9} {'a second':>9} {'p50 ms':>7} {'p99 ms':>7} {'x bare':>7}"
        )
        for page in PAGES:
            with open_store(url) as store:
                line(page, store)
    print(f"    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def filled(store: Store) -> None:
    release = made_up.release(MIGRATIONS)
    with store.writing() as session:
        releases.add(session, "shop", release, label="v1.2", at=NOW - timedelta(days=1))
        for number, history in enumerate(made_up.histories(release, ENVIRONMENTS)):
            snapshots.add(session, "shop", f"env-{number:03}", history, at=NOW - timedelta(minutes=2))


def line(page: str, store: Store) -> None:
    seconds = count()
    environments = tuple(Configured(f"env-{number:03}", ()) for number in range(ENVIRONMENTS))
    more = (Project("blog", "The blog"),) if page == "/" else ()
    settings = Settings(
        Secret("sqlite:///unused"), (*more, Project("shop", "The shop", environments=environments))
    )
    ours = create_app(settings, store, now=lambda: NOW + timedelta(seconds=next(seconds)))
    if page == FINDING:
        name, page = page, finding_page(ours)
    else:
        name = page
    (first,), text = times(ours, page, 1)
    html = text.decode()
    bare = bare_app(html)
    assert times(bare, "/", 1)[1] == text, "the bare page has the same bytes"  # noqa: S101 - a bench checks itself
    times(ours, page, 3)
    of_ours: list[float] = []
    of_bare: list[float] = []
    for _ in range(TIMES // 5):
        of_ours += times(ours, page, 5)[0]
        of_bare += times(bare, "/", 5)[0]
    median, last = statistics.median(of_ours), statistics.quantiles(of_ours, n=100)[98]
    print(
        f"    {name:32} {len(text) / 1000:5.0f} {first * 1000:9.0f} {1 / median:9.1f} {median * 1000:7.1f} "
        f"{last * 1000:7.1f} {statistics.median(of_bare) / median:7.2f}",
        flush=True,
    )


def finding_page(app: FastAPI) -> str:
    causes = times(app, "/shop?group=cause", 1)[1].decode()
    found = re.search(r'href="(/shop/environments/[^"]*/findings/[^"]*)"', causes)
    assert found is not None, "a finding is linked"  # noqa: S101 - a bench checks itself
    return found[1].replace("&amp;", "&").partition("#")[0]


def bare_app(html: str) -> FastAPI:
    """The same bytes from FastAPI and Jinja: each tag as it is, each text between two tags escaped."""
    unescaped = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'"}
    parts = re.split(r"(<[^>]*>)", html)
    texts: list[str] = []
    for raw in parts[::2]:
        text = re.sub("|".join(unescaped), lambda found: unescaped[found[0]], raw)
        texts.append(text if escape(text) == raw else Markup(raw))  # noqa: S704 - a page of our own
    pieces = [("", texts[0]), *zip(parts[1::2], texts[1:], strict=True)]
    jinja = Environment(autoescape=True, loader=DictLoader({"page": BARE}))
    app = FastAPI(openapi_url=None)

    @app.get("/")
    def page() -> Response:
        return HTMLResponse(jinja.get_template("page").render(pieces=pieces))

    return app


def times(app: FastAPI, address: str, number: int) -> tuple[list[float], bytes]:
    """How long some requests took, one after the other, in seconds of CPU time; and the last answer."""

    async def ask() -> tuple[list[float], bytes]:
        taken, body = [], b""
        for _ in range(number):
            start = time.process_time()
            body = await answer(app, address)
            taken.append(time.process_time() - start)
        return taken, body

    return asyncio.run(ask())


async def answer(app: FastAPI, address: str) -> bytes:
    path, _, query = address.partition("?")
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"bench.example")],
        "client": ("127.0.0.1", 1),
        "server": ("bench.example", 80),
        "state": {},
        "extensions": {},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert sent[0]["status"] in (200, 204), (address, sent[0])  # noqa: S101 - a bench checks itself
    return b"".join(message.get("body", b"") for message in sent[1:])


if __name__ == "__main__":
    main()
