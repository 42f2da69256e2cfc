"""
The diagram of a finding: a picture of the few migrations that it is about, in a page and in a preview picture.

    users.0009 <-- users.0010 (no row)
                       ^
                       +-- needs, no row -- orders.0001 (applied) <-- orders.0002

    card        one migration, or one of its rows, with a line of words
    sketch      which cards, and what leads from one to another
    sketches    the sketch of each code
    notes       the line of words under a key
    lettering   the width of texts, and their breaking into lines
    drawing     the marks with their places
    placement   cards, lines and labels at a place
    wide        where they stand on a page
    narrow      where they stand on a phone
    ring        where they stand that need each other in a circle
    svg_path    a right-angled line with rounded corners
    diagram     the placed values that templates and pictures draw
"""

from app.web.diagram.diagram import Diagram, diagram_of
from app.web.diagram.sketch import Sketch
from app.web.diagram.sketches import sketch_of

__all__ = ["Diagram", "Sketch", "diagram_of", "sketch_of"]
