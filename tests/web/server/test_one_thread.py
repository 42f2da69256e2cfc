"""A page and what it depends on are made in one thread; what FastAPI alone can answer it answers."""

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread, asks

ASKED: ContextVar[tuple[str, ...]] = ContextVar("ASKED", default=())
"""What was asked: a hop to another thread and back loses it."""


def project(request: Request) -> str:
    ASKED.set((*ASKED.get(), "project"))
    return request.path_params["slug"]


PAGE, FORM = "/{slug}/{name}", "/{slug}"

Project = Annotated[str, Depends(project)]


def fleet(slug: Project) -> str:
    ASKED.set((*ASKED.get(), "fleet"))
    if slug == "unknown":
        raise NotFound("There is no such project.")
    return f"fleet of {slug}"


Fleet = Annotated[str, Depends(fleet)]


async def body(request: Request) -> str:
    return (await request.body()).decode()


def held(request: Request) -> Iterator[str]:
    yield "held"
    request.app.state.released = True


def guard(request: Request) -> None:
    if "key" not in request.query_params:
        raise HTTPException(403, "no key")


@pytest.fixture
def client() -> TestClient:
    router = APIRouter(route_class=OneThread)

    @router.get(PAGE)
    def page(name: str, here: Project, shown: Fleet, request: Request) -> Response:
        asked = ", ".join(ASKED.get())
        return PlainTextResponse(f"{request.url.path}: {name} of {here}, {shown}; asked {asked}")

    @router.post(FORM)
    def form(here: Project, text: Annotated[str, Depends(body)]) -> Response:
        return PlainTextResponse(f"{text} for {here}")

    @router.put(FORM)
    def change(it: Annotated[str, Depends(held)]) -> Response:
        return PlainTextResponse(it)

    @router.delete(FORM, dependencies=[Depends(guard)])
    def removal() -> Response:
        return PlainTextResponse("removed")

    app = FastAPI()
    app.router.routes += router.routes
    return TestClient(app, raise_server_exceptions=False)


def test_each_dependency_is_asked_once_and_in_the_thread_of_the_page(client):
    answer = client.get("/shop/v1.2")

    assert answer.text == "/shop/v1.2: v1.2 of shop, fleet of shop; asked project, fleet"


def test_each_request_asks_anew(client):
    assert [client.get(f"/{slug}/now").text.split(": ")[1].split(",")[0] for slug in ("shop", "blog")] == [
        "now of shop",
        "now of blog",
    ]


def test_what_awaits_is_answered_by_fastapi(client):
    assert client.post("/shop", content="v1.2").text == "v1.2 for shop"


def test_what_a_dependency_holds_is_released_by_fastapi(client):
    assert client.put("/shop").text == "held"
    assert client.app.state.released


def test_dependencies_beside_the_parameters_are_asked(client):
    assert client.delete("/shop").status_code == 403
    assert client.delete("/shop?key=1").text == "removed"


def test_every_page_of_the_dashboard_is_made_in_one_thread(site):
    pages = [
        route
        for route in site.client.app.routes
        if isinstance(route, OneThread) and route.methods == {"GET"} and not route.path.startswith("/api/")
    ]
    left = {route.path for route in pages if asks(route.endpoint, route.param_convertors) is None}

    assert len(pages) > 100
    assert left == {"/healthz"}
