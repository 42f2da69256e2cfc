"""The endpoint of the page of all parts. It is no page of the product: no search engine may keep it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from app.web.patterns.marks import Marks
from app.web.patterns.page import patterns_page
from app.web.patterns.views import PatternsPage
from app.web.server import rendering
from app.web.server.one_thread import OneThread

router = APIRouter(route_class=OneThread)

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@dataclass
class Patterns:
    """The dashboard whose pages are cut up, and where to begin. The page is made once, when it is first asked for."""

    app: FastAPI
    first: Sequence[str]
    made: PatternsPage | None = None
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def page(self) -> PatternsPage:
        async with self.making:
            if self.made is None:
                self.made = await patterns_page(self.app, self.first)
        return self.made


def install(app: FastAPI, marked: FastAPI, first: Sequence[str]) -> None:
    """Serve `/patterns` with the parts of `marked`, an application of its own over the same store."""
    jinja = marked.state.dashboard.jinja
    jinja.bytecode_cache = None  # what is compiled with marks is for this application alone
    jinja.add_extension(Marks)
    app.state.patterns = Patterns(marked, first)
    app.include_router(router)


@router.get("/patterns")
async def patterns(request: Request) -> Response:
    view = await request.app.state.patterns.page()
    return rendering.page(request, "patterns/page.html", view, headers=HEADERS)
