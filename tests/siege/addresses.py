"""Requests drawn over every route and method, with odd parts, parameters, headers and bodies (REQUESTS=100000)."""

import asyncio
import logging
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import structlog

from app.store.engine import open_store
from tests.siege.holding import hold
from tests.web.conftest import Site
from tests.web.odd.asking import METHODS, Asked, Route, answer, routes
from tests.web.odd.right_values import pushing_token, reading_token, right_values
from tests.web.odd.values import BODIES, NAMES, PARTS, TYPES, VALUES, filled, written

REQUESTS = int(os.environ.get("REQUESTS", "100000"))
SEED = 20
NO_TOKEN = ("Authorization", "Bearer none")


def siege() -> list[str]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name) / "empty.db"
        open_store(f"sqlite:///{empty}").close()
        site = Site(Path(shutil.copy(empty, Path(name) / "store.db")))
        right = right_values(site)
        shown = {
            method: ("Authorization", f"Bearer {token(site)}")
            for method, token in (("GET", reading_token), ("POST", pushing_token))
        }
        drawn = list(_drawn(list(routes(site.client.app)), right, shown))
        statuses, wrong = asyncio.run(_walk(site, drawn))
        site.store.close()
    hold(not wrong, f"{len(wrong)} errors of ours, such as {wrong[:3]}")
    said = ", ".join(f"{status}: {number:,}" for status, number in sorted(statuses.items()))
    return [f"{sum(statuses.values()):,} requests over {len(METHODS)} methods, no 5xx", said]


async def _walk(site: Site, asked: list[Asked]) -> tuple[Counter[int], list[str]]:
    statuses: Counter[int] = Counter()
    wrong = []
    for one in asked:
        found = await answer(site.client.app, one)
        statuses[found.status] += 1
        if found.status >= 500:
            wrong.append(f"{one.method} {one.target[:200]}")
    return statuses, wrong


def _drawn(
    patterns: list[Route], right: dict[str, str], tokens: dict[str, tuple[str, str]]
) -> Iterator[Asked]:
    """Each request is right but for one to three odd things; nine of ten show a right token."""
    draw = Random(SEED)
    for _ in range(REQUESTS):
        route = draw.choice(patterns)
        pattern = filled(route.path, {})
        names = [name for name in right if f"{{{name}}}" in pattern or f"{{{name}:path}}" in pattern]
        odd = {name: _part(draw) for name in names if draw.random() < 0.4}
        target = filled(route.path, {**right, **odd})
        if draw.random() < 0.5:
            parameters = [f"{draw.choice(NAMES)}={draw.choice(VALUES)}" for _ in range(draw.randint(1, 5))]
            target += "?" + "&".join(parameters)
        method = draw.choice(METHODS) if draw.random() < 0.3 else draw.choice(sorted(route.methods))
        body = draw.choice(BODIES) if method == "POST" else b""
        shown = tokens.get(method, NO_TOKEN) if draw.random() < 0.9 else NO_TOKEN
        yield Asked(target, method, body, (shown, ("Content-Type", draw.choice(TYPES))))


def _part(draw: Random) -> str:
    """An odd part of a path: of the table, or some characters of any kind."""
    if draw.random() < 0.7:
        return draw.choice(PARTS)
    kinds = ((0, 0x20), (0x20, 0x7F), (0x80, 0x2FF), (0x2000, 0x2100), (0xD800, 0xE000), (0x1F300, 0x1F600))
    return "".join(written(chr(draw.randrange(*draw.choice(kinds)))) for _ in range(draw.randint(1, 12)))
