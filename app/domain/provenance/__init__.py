"""The history of the code: who added a migration or an edge, when, and where an unknown row comes from."""

from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.explanation import Explanation, explanation_of

__all__ = ["CodeHistory", "Explanation", "explanation_of"]
