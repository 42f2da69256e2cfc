"""The map of one environment alone: its JSON, and the pictures to keep; live, and pinned to a history and a release."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.web.environment.dependencies import FactsAndAddress, Live, Options, Pinned
from app.web.environment.map.beside import Beside, LiveBeside, PinnedBeside
from app.web.environment.map.page import drift_map, selection_of
from app.web.environment.map.picture import png_of, svg_of
from app.web.environment.query import ViewOptions
from app.web.map.view import MapView
from app.web.server import rendering
from app.web.server.attachment import attachment
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE, LIVE
from app.web.urls.environment import LIVE_PATH, PINNED_PATH

router = APIRouter(route_class=OneThread)


@router.get(PINNED_PATH + "/map.json")
def pinned_map(environment: Pinned, options: Options, beside: PinnedBeside) -> Response:
    return rendering.twin(_map(environment, options, beside).as_json(), headers=IMMUTABLE)


@router.get(LIVE_PATH + "/map.json")
def live_map(environment: Live, options: Options, beside: LiveBeside) -> Response:
    return rendering.twin(_map(environment, options, beside).as_json())


@router.get(PINNED_PATH + "/map.svg")
def pinned_svg(environment: Pinned, options: Options, beside: PinnedBeside) -> Response:
    return _svg(environment, options, beside, IMMUTABLE)


@router.get(LIVE_PATH + "/map.svg")
def live_svg(environment: Live, options: Options, beside: LiveBeside) -> Response:
    return _svg(environment, options, beside, LIVE)


@router.get(PINNED_PATH + "/map.png")
def pinned_png(environment: Pinned, options: Options, beside: PinnedBeside) -> Response:
    return _png(environment, options, beside, IMMUTABLE)


@router.get(LIVE_PATH + "/map.png")
def live_png(environment: Live, options: Options, beside: LiveBeside) -> Response:
    return _png(environment, options, beside, LIVE)


def _map(environment: FactsAndAddress, options: ViewOptions, beside: Beside) -> MapView:
    drift = environment.facts.drift
    if drift is None:
        raise NotFound("There is nothing to draw: no history or no release is known.")
    return drift_map(drift, environment.address, options, beside, selection_of(drift, options))


def _svg(
    environment: FactsAndAddress, options: ViewOptions, beside: Beside, headers: dict[str, str]
) -> Response:
    drawing = _map(environment, options, beside)
    content = svg_of(drawing, _title(environment, drawing))
    return rendering.text(content, "image/svg+xml", headers=headers | _name(environment, ".svg"))


def _png(
    environment: FactsAndAddress, options: ViewOptions, beside: Beside, headers: dict[str, str]
) -> Response:
    drawing = _map(environment, options, beside)
    content = png_of(drawing, _title(environment, drawing))
    return rendering.png(content, headers=headers | _name(environment, ".png"))


def _title(environment: FactsAndAddress, drawing: MapView) -> str:
    facts = environment.facts
    words = (f"{facts.name.rstrip(',')} against {facts.chosen.word}", drawing.selected, drawing.summary)
    return ": ".join((words[0], ", ".join(filter(None, words[1:]))))


def _name(environment: FactsAndAddress, ending: str) -> dict[str, str]:
    facts = environment.facts
    return attachment(f"map of {facts.name.rstrip(',')} {facts.chosen.word}", ending)
