"""
What the history of the code tells: who added a migration or an edge, when, and where a row without a file comes from.

    code_history.py  the commits, what each changed in migrations, and the labels that point to them
    blame.py         for one migration: the commit that added it, and each of its edges
    why.py           for one finding: the commit that caused it
    origin.py        for one row without a file: where it comes from
    explanation.py   for one comparison: all whys and origins
"""

from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.explanation import Explanation, explanation_of

__all__ = ["CodeHistory", "Explanation", "explanation_of"]
