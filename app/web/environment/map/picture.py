"""
The map of a page as a picture to keep: an SVG that stands alone, and the same as a PNG.

It shows what the page shows, in the colours of a light page. A PNG has at most `MAX_PIXELS`; a larger map is made
smaller, and its SVG stays sharp.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.assets import TEMPLATES
from app.web.diagram.lettering import drawable
from app.web.map.values import LegendEntry, MapView
from app.web.pictures.font import inter
from app.web.pictures.palette import palette
from app.web.pictures.png import raster

MAX_PIXELS = 8_000_000
TITLE_HEIGHT, LINE_HEIGHT = 44, 24
LEAST_WIDTH = 640
SIGN = 32
"""The room that a sign of the legend takes beside its word, in pixels."""

WORDS_FONT = "Inter, -apple-system, 'Segoe UI', Arial, sans-serif"
KEYS_FONT = "'JetBrains Mono', Menlo, Consolas, monospace"
GROUNDS = {
    "missing-dependency": "soft-blocked",
    "missing": "soft-blocked",
    "out-of-order": "soft-drifted",
    "partial-squash": "soft-drifted",
    "unknown": "soft-unknown",
}
LINES = {"applied": 1, "missing-dependency": 2.5, "missing": 2.5, "unknown": 2}
DASHES = {"missing": "6 4", "unknown": "2 3", "replaced": "2 2", "elsewhere": "2 2"}


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The map with its title and its legend, placed; `width` and `height` are those of the picture in pixels."""

    map: MapView
    title: str
    width: int
    height: int
    box_width: int
    box_height: int
    signs: tuple[tuple[LegendEntry, int, int], ...]
    grounds: Mapping[str, str]
    app_letters: int
    is_small: bool
    lines: Mapping[str, float]
    dashes: Mapping[str, str]
    top: int = TITLE_HEIGHT
    words_font: str = WORDS_FONT
    keys_font: str = KEYS_FONT


def svg_of(drawing: MapView, title: str) -> str:
    """The map as an SVG."""
    return _svg(_picture(drawing, drawable(title)), letters=drawable)


def png_of(drawing: MapView, title: str) -> bytes:
    """The map as a PNG; letters that the fonts of pictures lack are marks in it."""
    words = inter()

    def letters(text: str) -> str:
        return words.drawable(drawable(text))

    return raster(_svg(_picture(drawing, letters(title), most=MAX_PIXELS), letters=letters))


def _picture(drawing: MapView, title: str, *, most: int = 0) -> MapPicture:
    width = max(drawing.width, LEAST_WIDTH)
    bottom = TITLE_HEIGHT + drawing.height + LINE_HEIGHT
    signs = tuple(_signs(drawing.legend, width, bottom))
    height = (signs[-1][2] if signs else bottom) + LINE_HEIGHT // 2
    scale = min(1.0, sqrt(most / (width * height))) if most else 1.0
    colours = palette().colours
    return MapPicture(
        map=drawing,
        title=title[:200],
        width=max(1, int(width * scale)),
        height=max(1, int(height * scale)),
        box_width=width,
        box_height=height,
        signs=signs,
        grounds={status: colours[name] for status, name in GROUNDS.items()},
        app_letters=max(4, (drawing.gutter - 22) // 7),
        is_small=drawing.view == "all",
        lines=LINES,
        dashes=DASHES,
    )


def _signs(legend: Sequence[LegendEntry], width: int, top: int) -> Iterator[tuple[LegendEntry, int, int]]:
    """The entries of the legend beside each other, in as many lines as they take."""
    words = inter()
    x, y = 14, top
    for sign in legend:
        room = SIGN + int(words.width(sign.word, size=12))
        if x > 14 and x + room > width:
            x, y = 14, y + LINE_HEIGHT
        yield sign, x, y
        x += room


def _svg(view: MapPicture, *, letters: Callable[[str], str]) -> str:
    drawn = palette()
    template = _jinja().get_template("map/picture.svg")
    return template.render(view=view, colours=drawn.colours, icons=drawn.icons, letters=letters)


@lru_cache(maxsize=1)
def _jinja() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
