"""
How a history differs from a release.

    comparison      the comparison itself, and its result, the drift
    blocking        the findings for which Django ends with an error (D1xx)
    trouble         the findings that Django passes over (D2xx, D3xx)
    surroundings    the findings about a table without rows, and what is around it
    whereabouts     the sentence about where a history lies
    relabelling     an app whose rows stand under a former label
    doubtful        rows that stand among the residue of a squash
    recorded_order  the edges whose rows were recorded the other way round, each with a reason
    inversion       one such edge, and the reasons in words
    circumstances   what a comparison knows of one of its findings
    statuses        the status of each migration
"""

from app.domain.drift.comparison import Drift, compare

__all__ = ["Drift", "compare"]
