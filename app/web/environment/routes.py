"""The environment page and its JSON: live, and pinned to a history and a release."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web.environment import page as environment_page
from app.web.environment import preview
from app.web.environment.dependencies import Live, LiveExplanation, Options, Pinned
from app.web.environment.document import document
from app.web.environment.failure import LiveFailure
from app.web.environment.finding.in_focus import LiveInFocus, PinnedInFocus
from app.web.environment.map.beside import LiveBeside, PinnedBeside
from app.web.environment.map.choice import chosen_snapshot
from app.web.environment.push import LivePush
from app.web.environment.schemas import page as schemas_page
from app.web.environment.schemas.document import document as schemas_document
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE
from app.web.urls.environment import LIVE_PATH, PINNED_PATH

router = APIRouter(route_class=OneThread)


@router.get(PINNED_PATH + "/preview.png")
def pinned_picture(environment: Pinned) -> Response:
    return rendering.png(kept_png(preview.picture(environment.facts)), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(environment: Pinned) -> Response:
    return rendering.twin(document(environment.facts), headers=IMMUTABLE)


@router.get(PINNED_PATH)
def pinned_page(
    request: Request, environment: Pinned, options: Options, in_focus: PinnedInFocus, beside: PinnedBeside
) -> Response:
    view = environment_page.page(*environment, options, in_focus=in_focus, beside=beside)
    return rendering.page(request, "environment/page.html", view, headers=IMMUTABLE)


@router.get(LIVE_PATH + ".json")
def live_twin(environment: Live, explanation: LiveExplanation, push: LivePush) -> Response:
    if environment.facts.is_overview:
        return rendering.twin(schemas_document(environment.facts))
    pushed = {"pushed": None if push is None else push.document()}
    return rendering.twin(document(environment.facts, explanation) | pushed)


@router.get(LIVE_PATH)
def live_page(  # noqa: PLR0913, PLR0917 - the parts of the page
    request: Request,
    environment: Live,
    options: Options,
    in_focus: LiveInFocus,
    explanation: LiveExplanation,
    push: LivePush,
    failure: LiveFailure,
    beside: LiveBeside,
) -> Response:
    """The page; `history=`, which the form over the map asks for, leads to the pinned page of that history."""
    if (history := request.query_params.get("history")) and not environment.facts.is_overview:
        asked = replace(options, beside=beside.pinned)
        if (chosen := chosen_snapshot(environment.facts, history, asked)) is not None:
            return RedirectResponse(chosen, status_code=303)
    if environment.facts.is_overview:
        return rendering.page(request, "environment/schemas_page.html", schemas_page.page(*environment))
    push_view = None if push is None else push.view()
    view = environment_page.page(
        *environment,
        options,
        in_focus=in_focus,
        explanation=explanation,
        push=push_view,
        failure=failure,
        beside=beside,
    )
    return rendering.page(request, "environment/page.html", view)
