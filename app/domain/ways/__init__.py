"""
Ways out of findings, planned for one release on one history and proven by simulation.

    planner         every way out of one comparison, and the one that answers all that blocks
    way             the values: the situation, a way, its steps, what it promises
    simulation      what is recorded after each step
    proof           what a way promises, and its steps back; one that ends otherwise than it says is not offered
    schema          tables and columns that migrations make, as far as their operations tell
    rows            D201, D202, D210, D213: rows without a file, twice there, not there at all, of a former label
    dependency      D101: a recorded migration whose dependency has no row
    graph           D102, D103, D105 to D107: a file, a cycle, a squash or an app for which Django refuses
    fork            D104: an app with two leaves
    squashes        D203 to D207: squashes, their rows and what they replace
    edits           releases as they are after an edit of a file
    scripts         the SQL of a step, with its guards, for each kind of database
"""

from app.domain.ways.planner import ways_out
from app.domain.ways.way import ProvenWay, Situation

__all__ = ["ProvenWay", "Situation", "ways_out"]
