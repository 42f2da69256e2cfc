"""What the page of all parts shows."""

from dataclasses import dataclass

from app.web.layout.views import Frame


@dataclass(frozen=True, slots=True)
class Example:
    """A part as a page shows it: where, and its HTML once for each theme."""

    href: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A part of the pages, by its name under `templates/`, and the ways in which it looks."""

    name: str
    id: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """The parts of one folder."""

    name: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class PatternsPage:
    """Every part of the pages."""

    frame: Frame
    headline: str
    folders: tuple[Folder, ...]
