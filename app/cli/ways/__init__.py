"""
`driftboard ways`: the ways out of what one comparison finds.

    command    its arguments and its answer
    named      a release and a history that are named
    stored     release, history and other releases of one environment, from the store
"""

from app.cli.ways.command import ways

__all__ = ["ways"]
