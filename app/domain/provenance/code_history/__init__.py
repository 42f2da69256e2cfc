"""
The history of the code: what the commits of a project did to its migrations.

    values    a commit, what it did to one migration, and a label
    history   all of them, and which commit comes before which
    trunk     where commits stand beside the main line
"""

from app.domain.provenance.code_history.history import MIN_DIGITS, NO_HISTORY, CodeHistory
from app.domain.provenance.code_history.values import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind

__all__ = [
    "MIN_DIGITS",
    "NO_HISTORY",
    "Change",
    "ChangeKind",
    "ChangedPart",
    "CodeHistory",
    "Commit",
    "Ref",
    "RefKind",
]
