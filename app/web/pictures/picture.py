"""What a preview picture says."""

from dataclasses import dataclass

from app.web.diagram.drawing import Drawing
from app.web.layout.views import VerdictView
from app.web.pictures.grid import Grid


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the strip: how many environments have a verdict."""

    verdict: VerdictView
    number: int


@dataclass(frozen=True, slots=True)
class Picture:
    """
    One picture, from above: the `verdict` and the `place` ("sandbox-3 against v2.4"), the `sentence`, a `drawing`, the
    `strip` of a fleet or the top left of a `grid`, and in the foot the `facts` and the project's name. Without a
    verdict, `tone` is the one that colours the edge. Where the grid has no room, the strip stands.
    """

    place: str
    sentence: str
    project: str
    facts: tuple[str, ...] = ()
    verdict: VerdictView | None = None
    drawing: Drawing | None = None
    strip: tuple[Bar, ...] = ()
    tone: str = ""
    grid: Grid | None = None
