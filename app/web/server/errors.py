"""
Every response that is not the page: the exceptions that the routes raise, and how each is answered.

A browser gets one page for all statuses, htmx the notice, an address that ends with `.json` a document, and a program
that pushes or reads under `/api/` a problem document (RFC 9457).
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Self

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.config import Project, Settings
from app.domain import english
from app.domain.failure import Cause
from app.reader import ReaderLeft
from app.store.errors import DamagedHistoryError, StoreError
from app.store.opening.trouble import BUSY
from app.web.layout.frame import frame_in
from app.web.layout.views import Link, Notice
from app.web.server import rendering
from app.web.server.methods import allow
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.pages import path_of
from app.web.urls.segments import AddressError

log = structlog.get_logger(__name__)


class NotFound(Exception):
    """
    Nothing is at this address: status 404. The sentence is for the reader, the links lead on.

    `cause` tells programs why something that was there is not there any more.
    """

    def __init__(
        self, sentence: str, *, explanation: str = "", links: Sequence[Link] = (), cause: Cause | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.explanation = explanation
        self.links = tuple(links)
        self.cause = cause

    @classmethod
    def of_damage(
        cls, error: DamagedHistoryError, links: Sequence[Link] = (), *, live: Link | None = None
    ) -> Self:
        """
        The answer where a page is made of a history that cannot be rebuilt; `live` is the page of now, its own if None.

        It is no 410: the same look again, or a copy of the store, brings the page back.
        """
        environment = EnvironmentAddress.live(
            error.project, error.environment, **location_parameters(error.location)
        )
        now = live or Link(f"{error.environment} as it is now", environment.page())
        return cls(
            str(error),
            explanation=f"It was received {english.absolute(error.received_at)}. A copy of the store from before that "
            "change has it. What can be read:",
            links=(now, *links),
            cause=Cause.DAMAGED,
        )


class Ambiguous(Exception):
    """Several fingerprints begin with the digits of an address: status 300. The links are the candidates."""

    def __init__(self, sentence: str, links: Sequence[Link]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.links = tuple(links)


class ProgramRefused(Exception):
    """
    What a program asks for is refused. The sentence says why to its people, `status` and `headers` to the program.

    `path` leads to the wrong value in what was sent, as `histories[0].rows[3][1]`; empty where no value is wrong.
    """

    def __init__(
        self, status: int, sentence: str, *, path: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, sentence)
        self.status = status
        self.sentence = sentence
        self.path = path
        self.headers = dict(headers or {})


class Moved(Exception):
    """
    The address names its page, and is not the canonical one: a redirect.

    It is `permanent` where a fingerprint names the page; a label may point elsewhere tomorrow.
    """

    def __init__(self, address: str, *, permanent: bool = True) -> None:
        super().__init__(address)
        self.address = address
        self.permanent = permanent


SENTENCES = {
    404: "There is no such page.",
    405: "This address does not answer to that: pages are read, and what programs push is sent with POST.",
    408: "This took too long to arrive.",
    422: "The address asks for something that this page does not know.",
    500: "Driftboard could not make this page.",
    503: "Driftboard cannot read its own store now.",
}
"""The sentence of each status that no exception of ours explains."""


SECONDS_UNTIL_READY = 5
"""When a program may ask again whose request the store did not answer."""


def install(app: FastAPI, *, headers: Mapping[str, str]) -> None:
    """
    Register a response for every exception of the pages; texts of drivers and of exceptions are never shown.

    `headers` are set on the response to an unexpected exception, which no middleware sees.
    """

    @app.exception_handler(NotFound)
    def not_found(request: Request, error: NotFound) -> Response:
        return _not_found(request, error)

    @app.exception_handler(AddressError)
    def address_error(request: Request, error: AddressError) -> Response:
        return _response(request, 404, str(error))

    @app.exception_handler(Ambiguous)
    def ambiguous(request: Request, error: Ambiguous) -> Response:
        return _response(request, 300, error.sentence, links=error.links)

    @app.exception_handler(ProgramRefused)
    def program_refused(request: Request, error: ProgramRefused) -> Response:
        response = _response(request, error.status, error.sentence, path=error.path)
        response.headers.update(error.headers)
        return response

    @app.exception_handler(Moved)
    def moved(_request: Request, error: Moved) -> Response:
        return RedirectResponse(error.address, status_code=308 if error.permanent else 307)

    @app.exception_handler(RequestValidationError)
    def invalid_parameters(request: Request, _error: RequestValidationError) -> Response:
        return _response(request, 422, SENTENCES[422])

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        return _http_error(request, error.status_code)

    app.add_exception_handler(DamagedHistoryError, _damaged)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(ReaderLeft, _gone)

    @app.exception_handler(StoreError)
    @app.exception_handler(SQLAlchemyError)
    def store_error(request: Request, error: Exception) -> Response:
        log.error("the store could not be read: %s", type(error).__name__)
        explanation = str(error) if isinstance(error, StoreError) else BUSY
        response = _response(request, 503, SENTENCES[503], explanation=explanation)
        response.headers["Retry-After"] = str(SECONDS_UNTIL_READY)
        return response

    @app.exception_handler(Exception)
    def server_error(request: Request, _error: Exception) -> Response:
        response = _response(request, 500, SENTENCES[500], explanation="The log of the server says more.")
        response.headers.update(headers)
        return response


def _not_found(request: Request, error: NotFound) -> Response:
    return _response(
        request, 404, error.sentence, explanation=error.explanation, links=error.links, cause=error.cause
    )


def _damaged(request: Request, error: Exception) -> Response:
    assert isinstance(error, DamagedHistoryError)  # noqa: S101 - for the type checker
    log.error("history.damaged", environment=error.environment, history=error.fingerprint[:10])
    return _not_found(request, NotFound.of_damage(error))


def _gone(_request: Request, _error: Exception) -> Response:
    """The answer to a client that closed the connection before all was sent, or made: nobody reads it."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


def _http_error(request: Request, status: int) -> Response:
    """
    What no route answers. An address with a slash too much leads to its page, on this host whatever the request names.

    A method that is not answered is told the others.
    """
    path = request.scope["path"]
    shorter = "/" + path.strip("/")
    if status == HTTPStatus.NOT_FOUND and shorter != path and allow(request.scope, shorter):
        query = request.scope["query_string"].decode("ascii", "ignore")
        return RedirectResponse(path_of(shorter) + (f"?{query}" if query else ""))
    response = _response(request, status, SENTENCES.get(status, "This cannot be answered."))
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = allow(request.scope, path)
    return response


def _response(  # noqa: PLR0913 - all that an error can say
    request: Request,
    status: int,
    sentence: str,
    *,
    explanation: str = "",
    links: tuple[Link, ...] = (),
    path: str = "",
    cause: Cause | None = None,
) -> Response:
    """A problem document for `/api/`, a document for `.json`, else the notice for htmx, else a page."""
    document = {"status": status, "sentence": sentence, "links": [link.href for link in links]}
    if cause is not None:
        document["cause"] = cause.value
    if request.scope["path"].startswith("/api/"):
        return rendering.problem(
            _problem(status, f"{sentence} {explanation}".strip(), path) | document, status=status
        )
    if request.scope["path"].endswith(".json"):
        return rendering.twin(document, status=status)
    frame = frame_in(_project(request), sentence.rstrip("."))
    view = Notice(frame, status, sentence, explanation, links)
    headers = rendering.LIVE | {"Vary": "HX-Request"}
    if rendering.wants_part(request):
        headers |= rendering.IN_NOTICE
        return rendering.page(request, "server/notice.html", view, status=status, headers=headers)
    return rendering.page(request, "server/error.html", view, status=status, headers=headers)


def _project(request: Request) -> Project | None:
    """The project that the address begins with, or the only one."""
    settings: Settings = request.app.state.dashboard.current.settings
    named = settings.project(request.scope["path"].split("/")[1])
    return settings.projects[0] if named is None and len(settings.projects) == 1 else named


def _problem(status: int, detail: str, path: str) -> dict[str, Any]:
    """The members of RFC 9457; `path` where a value of what was sent is wrong. A reporter of 1.0 reads `sentence`."""
    where = {"path": path} if path else {}
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "detail": detail, **where}
