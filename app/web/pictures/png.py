"""A preview picture as an image."""

from functools import lru_cache

import resvg_py
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.assets import TEMPLATES
from app.web.pictures.composition import HEIGHT, WIDTH, Composition, composition_of
from app.web.pictures.font import INTER, JETBRAINS_MONO
from app.web.pictures.palette import palette
from app.web.pictures.picture import Picture

PNG_SIZE = (WIDTH, HEIGHT)
"""Of each picture, in pixels."""


def png_of(picture: Picture) -> bytes:
    """The picture as a PNG; the same for the same picture, on every machine."""
    return raster(svg_of(picture))


def raster(svg: str) -> bytes:
    """An SVG as a PNG of the size that it names, in the fonts of pictures alone."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(INTER), str(JETBRAINS_MONO)],
            font_family="Inter",
            sans_serif_family="Inter",
            monospace_family="JetBrains Mono",
        )
    )


def svg_of(picture: Picture) -> str:
    """The picture as an SVG: what the image is made of."""
    return _svg(composition_of(picture))


def _svg(view: Composition) -> str:
    return _jinja().get_template("pictures/preview.svg").render(view=view, palette=palette())


@lru_cache(maxsize=1)
def _jinja() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
