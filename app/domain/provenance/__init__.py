"""
What the history of the code tells: who added a migration or an edge, when, and where rows come from.

    code_history     the commits, what each changed in migrations, and the labels that point to them
    knowledge        the history of the code and the known releases together
    blame            for one migration: the commit that added it, and each of its edges
    why              for one finding: the commit that caused it
    indirect_edges   for one edge that no file names: the setting, `__first__` or `__latest__` behind it
    origin           for one row without a file: where it comes from
    row_time         when a row was recorded, as surely as its text tells
    names            which names of migrations more than one file had
    writers          for one row with a file: whether that file wrote it
    judgement        for one comparison: the findings that all this gives
    explanation      for one comparison: all whys and origins
    waypoints        the commits without a label that a way out may need
"""

from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.explanation import Explanation, explanation_of, indirect_explanation
from app.domain.provenance.judgement import with_knowledge
from app.domain.provenance.knowledge import NO_KNOWLEDGE, Knowledge

__all__ = [
    "NO_KNOWLEDGE",
    "CodeHistory",
    "Explanation",
    "Knowledge",
    "explanation_of",
    "indirect_explanation",
    "with_knowledge",
]
