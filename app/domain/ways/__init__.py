"""
Ways out of findings, planned for one release on one history and proven by simulation.

    planner         every way out of one comparison
    planners        the ways out of one finding, by its code
    everything      the way that answers all that blocks
    absence         why a finding has no way out
    unblocked       which other databases an edit of files unblocks
    way             the values: the situation, a way, its steps, what it promises
    simulation      what is recorded after each step
    proof           what a way promises, and its steps back; one that ends otherwise than it says is not offered
    tenants         the steps where the history was read in one schema of many
    traces          what migrations leave in the schema, once those that ran later are counted in
    schema          tables and columns that migrations make, in words
    edits           releases as they are after an edit of a file
    scripts         the SQL of a step, with its guards, for each kind of database
    checks          the SQL that looks at the schema, with the answers to expect
    dialect         how names and texts are quoted
"""

from app.domain.ways.absence import why_none
from app.domain.ways.planner import ways_out
from app.domain.ways.unblocked import is_edit, unblocked
from app.domain.ways.way import ProvenWay, Situation

__all__ = ["ProvenWay", "Situation", "is_edit", "unblocked", "ways_out", "why_none"]
