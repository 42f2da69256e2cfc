"""
Every response that is not the page: the exceptions that the routes raise, and how each is answered.

A browser gets one page for all statuses, htmx the notice, and an address that ends with `.json` a document.
"""

from collections.abc import Mapping, Sequence

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from app.store.errors import StoreError
from app.web.layout.views import Frame, Link, Notice
from app.web.server import rendering
from app.web.urls.segments import AddressError

log = structlog.get_logger(__name__)


class NotFound(Exception):
    """Nothing is at this address: status 404. The sentence is for the reader, the links lead on."""

    def __init__(self, sentence: str, *, explanation: str = "", links: Sequence[Link] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.explanation = explanation
        self.links = tuple(links)


class Ambiguous(Exception):
    """Several fingerprints begin with the digits of an address: status 300. The links are the candidates."""

    def __init__(self, sentence: str, links: Sequence[Link]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.links = tuple(links)


class PushRefused(Exception):
    """A pushed manifest is refused. The sentence says why to the sender, `status` and `headers` to its program."""

    def __init__(self, status: int, sentence: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, sentence)
        self.status = status
        self.sentence = sentence
        self.headers = dict(headers or {})


class Moved(Exception):
    """The fingerprint is right, the words beside it are not: a permanent redirect to the canonical address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


SENTENCES = {
    404: "There is no such page.",
    405: "This address does not answer to that: pages are read, and only releases are sent, with POST.",
    422: "The address asks for something that this page does not know.",
    500: "Driftboard could not make this page.",
    503: "Driftboard cannot read its own store now.",
}
"""The sentence of each status that no exception of ours explains."""


def install(app: FastAPI, *, headers: Mapping[str, str]) -> None:
    """
    Register a response for every exception of the pages; texts of drivers and of exceptions are never shown.

    `headers` are set on the response to an unexpected exception, which no middleware sees.
    """

    @app.exception_handler(NotFound)
    def not_found(request: Request, error: NotFound) -> Response:
        return _response(request, 404, error.sentence, explanation=error.explanation, links=error.links)

    @app.exception_handler(AddressError)
    def address_error(request: Request, error: AddressError) -> Response:
        return _response(request, 404, str(error))

    @app.exception_handler(Ambiguous)
    def ambiguous(request: Request, error: Ambiguous) -> Response:
        return _response(request, 300, error.sentence, links=error.links)

    @app.exception_handler(PushRefused)
    def push_refused(request: Request, error: PushRefused) -> Response:
        response = _response(request, error.status, error.sentence)
        response.headers.update(error.headers)
        return response

    @app.exception_handler(Moved)
    def moved(_request: Request, error: Moved) -> Response:
        return RedirectResponse(error.address, status_code=308)

    @app.exception_handler(RequestValidationError)
    def invalid_parameters(request: Request, _error: RequestValidationError) -> Response:
        return _response(request, 422, SENTENCES[422])

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        return _response(
            request, error.status_code, SENTENCES.get(error.status_code, "This cannot be answered.")
        )

    @app.exception_handler(StoreError)
    @app.exception_handler(SQLAlchemyError)
    def store_error(request: Request, error: Exception) -> Response:
        log.error("the store could not be read: %s", type(error).__name__)
        return _response(request, 503, SENTENCES[503], explanation="Nothing is lost. Try again in a minute.")

    @app.exception_handler(Exception)
    def server_error(request: Request, _error: Exception) -> Response:
        response = _response(request, 500, SENTENCES[500], explanation="The log of the server says more.")
        response.headers.update(headers)
        return response


def _response(
    request: Request, status: int, sentence: str, *, explanation: str = "", links: tuple[Link, ...] = ()
) -> Response:
    """A document for `.json` and `/api/`, else the notice for htmx, else a page."""
    if request.url.path.endswith(".json") or request.url.path.startswith("/api/"):
        content = {"status": status, "sentence": sentence, "links": [link.href for link in links]}
        response = rendering.twin(content)
        response.status_code = status
        return response
    view = Notice(Frame(title=sentence.rstrip(".")), status, sentence, explanation, links)
    name = "server/notice.html" if rendering.wants_part(request) else "server/error.html"
    return rendering.page(request, name, view, status=status, headers=rendering.LIVE | {"Vary": "HX-Request"})
