"""
The graph that Django would use for one release on one history.

Files become the graph that they declare; squashes are then replaced on it, once for each order in which Django could
meet them; the resolution collects the results. There is one result in nearly all cases.

    declared     the graph as the files declare it, squashes beside what they replace
    replacement  one run of Django's replacement of squashes
    squash       the resolution: the graph after replacement, and what counts as applied
    graph        the dependency graph itself: leaves, conflicts, plans, cycles
    app_order    the apps of a release, each below the apps that it needs
    outline      the migrations of a release, app by app
"""

from app.domain.resolution.declared import declare
from app.domain.resolution.graph import MigrationGraph
from app.domain.resolution.squash import Resolution, resolve

__all__ = ["MigrationGraph", "Resolution", "declare", "resolve"]
