"""The colours and the rules of the pages' sheets, for a picture: the values of a light page in place of their names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.assets import STATIC

TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
USE = re.compile(r"var\(--([\w-]+)(?:,\s*[^)]*)?\)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONTS = {"font-text": "Inter", "font-code": "JetBrains Mono"}


@dataclass(frozen=True, slots=True)
class Palette:
    """`colours` by the name of their token; `rules` of diagrams; `icons`, the symbols of the sprite by name."""

    colours: dict[str, str]
    rules: str
    icons: str


@lru_cache(maxsize=1)
def palette() -> Palette:
    """What every picture is drawn with, read once."""
    css = STATIC / "css"
    light = COMMENT.sub("", (css / "tokens.css").read_text(encoding="utf-8")).partition(":root {")[2]
    colours = dict(TOKEN.findall(light.partition("}")[0])) | FONTS
    rules = COMMENT.sub("", (css / "diagram.css").read_text(encoding="utf-8"))
    inner = rules.partition("{")[2].rpartition("}")[0]
    sprite = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
    symbols = sprite.partition(">")[2].rpartition("</svg>")[0]
    return Palette(colours, _filled(inner, colours), _filled(symbols, colours))


def _filled(text: str, colours: dict[str, str]) -> str:
    return USE.sub(lambda use: colours[use[1]], text)
