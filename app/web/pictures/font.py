"""A font, as far as a picture needs it: which letters it has, and how wide they are."""

import struct
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg_inter
import fontpkg_jetbrains_mono

from app.web.diagram.lettering import drawable

INTER = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
JETBRAINS_MONO = fontpkg_jetbrains_mono.ROOT / "files" / "JetBrainsMono[wght].ttf"

BOLD = 1.08
"""Bold letters are wider than those of the regular weight, which are measured, by this factor at most."""

DISPLAY = 0.925
"""How much narrower letters are in the largest optical size than in the smallest, which is measured."""
SMALLEST, LARGEST = 14, 32
"""The optical sizes of Inter, in pixels."""

MAX_TEXT = 1200
"""No longer text fits on a picture, in letters."""

LACKING = "\N{WHITE SQUARE}"
"""What stands for a letter that the font lacks."""


@dataclass(frozen=True, eq=False)
class Font:
    """
    The widths of the letters that a font has, by code point, in heights of the font.

    With `optical` it has shapes of their own for large sizes, which are narrower, down to `DISPLAY`.
    """

    widths: Mapping[int, float]
    optical: bool = False

    def has(self, letter: str) -> bool:
        """Whether the font can draw a letter."""
        return ord(letter) in self.widths

    def width(self, text: str, *, size: int, bold: bool = False) -> float:
        """The width of a text in pixels, or a little more."""
        units = sum(self.widths.get(ord(letter), 1.0) for letter in text)
        if self.optical:
            units *= 1 - (1 - DISPLAY) * min(max(size - SMALLEST, 0), LARGEST - SMALLEST) / (
                LARGEST - SMALLEST
            )
        return units * size * (BOLD if bold else 1)

    def drawable(self, text: str) -> str:
        """The text with a mark for each letter that the font lacks."""
        return "".join(letter if self.has(letter) else LACKING for letter in text)


@lru_cache(maxsize=2)
def inter() -> Font:
    """The font of words."""
    return Font(_widths(INTER), optical=True)


@lru_cache(maxsize=2)
def jetbrains_mono() -> Font:
    """The font of keys."""
    return Font(_widths(JETBRAINS_MONO))


def cut(font: Font, text: str, most: float, *, size: int, bold: bool = False) -> str:
    """The text, cut at its end where it is wider than `most` pixels."""
    shown = font.drawable(drawable(text[:MAX_TEXT]))
    if font.width(shown, size=size, bold=bold) <= most:
        return shown
    fitting = bisect_right(
        range(len(shown)), most, key=lambda end: font.width(f"{shown[:end]}…", size=size, bold=bold)
    )
    return f"{shown[: max(0, fitting - 1)].rstrip()}…"


def _widths(path: Path) -> dict[int, float]:
    """The widths in a TrueType file: the tables `head`, `hhea`, `hmtx`, and of `cmap` the part in format 4 or 12."""
    data = path.read_bytes()
    tables = {}
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        tables[tag] = offset
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]

    def width(glyph: int) -> float:
        return float(struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * min(glyph, metrics - 1))[0] / units)

    return {letter: width(glyph) for letter, glyph in _glyphs(data, tables[b"cmap"]).items()}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """The glyph of each code point."""
    glyphs: dict[int, int] = {}
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        table = cmap + offset
        kind = struct.unpack_from(">H", data, table)[0]
        if platform in (0, 3) and kind == 12:
            for group in range(struct.unpack_from(">I", data, table + 12)[0]):
                first, last, glyph = struct.unpack_from(">III", data, table + 16 + 12 * group)
                glyphs.update((letter, glyph + letter - first) for letter in range(first, last + 1))
        elif platform in (0, 3) and kind == 4:
            glyphs.update(_segments(data, table))
    return {letter: glyph for letter, glyph in glyphs.items() if glyph}


def _segments(data: bytes, table: int) -> dict[int, int]:
    """The glyphs of a table in format 4."""
    double = struct.unpack_from(">H", data, table + 6)[0]
    glyphs = {}
    for segment in range(0, double, 2):
        last = struct.unpack_from(">H", data, table + 14 + segment)[0]
        first = struct.unpack_from(">H", data, table + 16 + double + segment)[0]
        delta = struct.unpack_from(">h", data, table + 16 + 2 * double + segment)[0]
        place = table + 16 + 3 * double + segment
        start = struct.unpack_from(">H", data, place)[0]
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if start:
                glyph = struct.unpack_from(">H", data, place + start + 2 * (letter - first))[0]
                if not glyph:
                    continue
            glyphs[letter] = (glyph + delta) & 0xFFFF
    return glyphs
