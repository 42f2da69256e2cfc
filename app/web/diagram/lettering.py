"""
Texts in a drawing: how wide they are, and where they break into lines. Nothing in a drawing breaks by itself.

A key stands in the font of code, whose letters all have one width. Words are taken a little wider than any usual font
sets them, so that they fit in each.
"""

import unicodedata
from dataclasses import dataclass

from app.domain.keys import MigrationKey

KEY_WIDTH = 0.61
"""The width of a letter of a key, in heights of its font."""

WORD_WIDTH, BOLD_WIDTH = 0.56, 0.64
"""The mean width of a letter of words, and of bold ones, in heights of their font."""

BREAKS = "_.-"
"""A key breaks after one of these, where one is near the end of a line."""

MAX_LINES = 12
"""A key of more lines is cut at its end."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of a key: first the part that belongs to the app label, then that of the name. Either may be empty."""

    app: str
    name: str


def drawable(text: str) -> str:
    """The text with a mark for each character that cannot be seen, or that would turn the others round."""
    return "".join(
        REPLACEMENT if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else letter
        for letter in text
    )


def cells(text: str) -> int:
    """The width of a text in letters: those of East Asian scripts count twice, marks upon letters not at all."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def key_lines(key: MigrationKey, most: int) -> tuple[KeyLine, ...]:
    """A key in as many lines as it takes, none longer than `most` letters; what is beyond `MAX_LINES` is cut."""
    app = drawable(key.app_label) + "."
    lines, start = [], 0
    text = _start(app + drawable(key.name), most * MAX_LINES)
    broken = _broken(text if text == app + drawable(key.name) else text + "…", most)
    for line in broken:
        quiet = max(0, min(len(line), len(app) - start))
        lines.append(KeyLine(line[:quiet], line[quiet:]))
        start += len(line)
    return tuple(lines)


def cut_key(key: MigrationKey, most: int) -> tuple[KeyLine, ...]:
    """A key in one line, cut at its end where it is longer than `most` letters."""
    app, name = drawable(key.app_label) + ".", drawable(key.name)
    if cells(app + name) > most:
        kept = _start(app + name, most - 1)
        app, name = kept[: len(app)], kept[len(app) :] + "…"
    return (KeyLine(app, name),)


def word_lines(text: str, most: int) -> tuple[str, ...]:
    """Words in as many lines as they take, none longer than `most` letters; a longer word is broken."""
    lines: list[str] = []
    for word in drawable(text).split():
        if lines and cells(lines[-1]) + 1 + cells(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines += _broken(word, most)
    return tuple(lines)


def _broken(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` letters, broken after a sign of `BREAKS` where one is near the end."""
    pieces = []
    while cells(text) > most:
        piece = _start(text, most)
        end = max(piece.rfind(sign) for sign in BREAKS) + 1
        piece = piece[:end] if end > len(piece) * 2 // 3 else piece
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text]


def _start(text: str, most: int) -> str:
    """The beginning of a text, `most` letters wide; at least one character."""
    width = 0
    for index, letter in enumerate(text):
        width += cells(letter)
        if width > most and index:
            return text[:index]
    return text
