"""The placed values of a diagram, in pixels: what the template of a page and the preview picture draw."""

from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.findings import Finding
from app.web.diagram.drawing import Drawing
from app.web.diagram.narrow import narrow
from app.web.diagram.sketches import sketch_of
from app.web.diagram.wide import wide


@dataclass(frozen=True, slots=True)
class Diagram:
    """
    The diagram of one finding: `wide` for a page, `narrow` for a phone, where the cards stand one above the other.

    `name` says the same in words.
    """

    name: str
    wide: Drawing
    narrow: Drawing


def diagram_of(drift: Drift, finding: Finding) -> Diagram | None:
    """The diagram of one finding of a comparison; None where no picture says anything."""
    sketch = sketch_of(drift, finding)
    return None if sketch is None else Diagram(sketch.name, wide(sketch), narrow(sketch))
