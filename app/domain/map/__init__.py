"""
The map of a release in one environment: which migrations are shown, where, and the edges between them.

    topology.py   the graph of one release in one order, shared by all its environments
    chart.py      the topology with the status of each migration in one comparison
    bands.py      which migrations the default view shows, in groups
    folding.py    which migrations share a capsule; the column of each item
    tracks.py     the row of each item in its lane
    sizes.py      how wide and high each item is
    placement.py  the position of each item, in pixels
    routing.py    the bends of each edge
    query.py      the words that select migrations, read into values
    selection.py  which migrations these words select
    overview.py   the whole release in the small
    overlay.py    the statuses of another environment on the same map
    panels.py     the bands of the default view, or all lanes, as one placed panel each
    drawing.py    the whole map, in one of three views
"""

from app.domain.map.drawing import AppKind, Drawing, draw
from app.domain.map.panels import View
from app.domain.map.selection import Selection, select

__all__ = ["AppKind", "Drawing", "Selection", "View", "draw", "select"]
