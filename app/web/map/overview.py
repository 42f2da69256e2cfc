"""The whole release in the small, as map.json has it: the points of each kind as the path of an SVG."""

from collections.abc import Iterable
from typing import Any

from app.domain.map import Drawing, View
from app.domain.map.overview import Run
from app.web.map import words as map_words
from app.web.urls.keys import text_of


def overview_document(drawing: Drawing) -> dict[str, Any] | None:
    """The small picture under the default view; None where the map itself shows all."""
    if drawing.view is not View.WINDOW:
        return None
    overview = drawing.overview
    return {
        "quiet": _path(overview.runs),
        "pending": _path(overview.pending),
        "wrong": overview.wrong,
        "frame": overview.frame,
        "places": [(x, y, text_of(key)) for x, y, key in overview.places],
        "text": map_words.overview(drawing.shown, drawing.total),
    }


def _path(runs: Iterable[Run]) -> str:
    return "".join(f"M{x} {y}h{length}" for x, y, length in runs)
