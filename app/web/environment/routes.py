"""The environment page, its map and its JSON: live, and pinned to a history and a release."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment import page as environment_page
from app.web.environment import preview
from app.web.environment.dependencies import FactsAndAddress, Live, LiveExplanation, Options, Pinned
from app.web.environment.document import document
from app.web.environment.failure import LiveFailure
from app.web.environment.finding.in_focus import LiveInFocus, PinnedInFocus
from app.web.environment.push import LivePush
from app.web.environment.query import ViewOptions
from app.web.environment.schemas import page as schemas_page
from app.web.environment.schemas.document import document as schemas_document
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.rendering import IMMUTABLE
from app.web.urls.environment import LIVE_PATH, PINNED_PATH

router = APIRouter()


@router.get(PINNED_PATH + "/map.json")
def pinned_map(environment: Pinned, options: Options) -> Response:
    return rendering.twin(_map(environment, options), headers=IMMUTABLE)


@router.get(PINNED_PATH + "/preview.png")
def pinned_picture(environment: Pinned) -> Response:
    return rendering.png(kept_png(preview.picture(environment.facts)), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(environment: Pinned) -> Response:
    return rendering.twin(document(environment.facts), headers=IMMUTABLE)


@router.get(PINNED_PATH)
def pinned_page(request: Request, environment: Pinned, options: Options, in_focus: PinnedInFocus) -> Response:
    view = environment_page.page(*environment, options, in_focus=in_focus)
    return rendering.page(request, "environment/page.html", view, headers=IMMUTABLE)


@router.get(LIVE_PATH + "/map.json")
def live_map(environment: Live, options: Options) -> Response:
    return rendering.twin(_map(environment, options))


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
) -> Response:
    if environment.facts.is_overview:
        return rendering.page(request, "environment/schemas_page.html", schemas_page.page(*environment))
    push_view = None if push is None else push.view()
    view = environment_page.page(
        *environment, options, in_focus=in_focus, explanation=explanation, push=push_view, failure=failure
    )
    return rendering.page(request, "environment/page.html", view)


def _map(environment: FactsAndAddress, options: ViewOptions) -> dict[str, Any]:
    drift = environment.facts.drift
    if drift is None:
        raise NotFound("There is nothing to draw: no history or no release is known.")
    return environment_page.drift_map(drift, environment.address, options).as_json()
