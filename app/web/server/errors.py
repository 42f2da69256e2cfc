"""Every answer that is not the page asked for: one page for all statuses, or the notice where htmx asks."""

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
    """What was asked for is not here. The sentence is for the reader."""

    def __init__(self, sentence: str, *, explanation: str = "", links: Sequence[Link] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.explanation = explanation
        self.links = tuple(links)


class Ambiguous(Exception):
    """A prefix of a fingerprint that several things share; the links are the candidates."""

    def __init__(self, sentence: str, links: Sequence[Link]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.links = tuple(links)


class PushRefused(Exception):
    """What was sent is not taken. The sentence says why, to who sent it."""

    def __init__(self, status: int, sentence: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, sentence)
        self.status = status
        self.sentence = sentence
        self.headers = dict(headers or {})


class Moved(Exception):
    """Old or wrong words with a right fingerprint: the canonical address, for ever."""

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


def install(app: FastAPI, *, headers: Mapping[str, str]) -> None:
    """
    Answer every error of the pages below. Texts of drivers and of exceptions are never shown.

    `headers` go onto the answer to our own mistakes, which no middleware sees.
    """

    @app.exception_handler(NotFound)
    def not_found(request: Request, error: NotFound) -> Response:
        return _answer(request, 404, error.sentence, explanation=error.explanation, links=error.links)

    @app.exception_handler(AddressError)
    def no_address(request: Request, error: AddressError) -> Response:
        return _answer(request, 404, str(error))

    @app.exception_handler(Ambiguous)
    def ambiguous(request: Request, error: Ambiguous) -> Response:
        return _answer(request, 300, error.sentence, links=error.links)

    @app.exception_handler(PushRefused)
    def not_taken(request: Request, error: PushRefused) -> Response:
        answer = _answer(request, error.status, error.sentence)
        answer.headers.update(error.headers)
        return answer

    @app.exception_handler(Moved)
    def moved(_request: Request, error: Moved) -> Response:
        return RedirectResponse(error.address, status_code=308)

    @app.exception_handler(RequestValidationError)
    def not_understood(request: Request, _error: RequestValidationError) -> Response:
        return _answer(request, 422, SENTENCES[422])

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return _answer(
            request, error.status_code, SENTENCES.get(error.status_code, "This cannot be answered.")
        )

    @app.exception_handler(StoreError)
    @app.exception_handler(SQLAlchemyError)
    def no_store(request: Request, error: Exception) -> Response:
        log.error("the store could not be read: %s", type(error).__name__)
        return _answer(request, 503, SENTENCES[503], explanation="Nothing is lost. Try again in a minute.")

    @app.exception_handler(Exception)
    def broken(request: Request, _error: Exception) -> Response:
        answer = _answer(request, 500, SENTENCES[500], explanation="The log of the server says more.")
        answer.headers.update(headers)
        return answer


def _answer(
    request: Request, status: int, sentence: str, *, explanation: str = "", links: tuple[Link, ...] = ()
) -> Response:
    if request.url.path.endswith(".json") or request.url.path.startswith("/api/"):
        content = {"status": status, "sentence": sentence, "links": [link.href for link in links]}
        answer = rendering.twin(content)
        answer.status_code = status
        return answer
    view = Notice(Frame(title=sentence.rstrip(".")), status, sentence, explanation, links)
    name = "server/notice.html" if rendering.wants_part(request) else "server/error.html"
    return rendering.page(request, name, view, status=status, headers=rendering.LIVE | {"Vary": "HX-Request"})
