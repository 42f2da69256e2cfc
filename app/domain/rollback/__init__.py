"""
The way back from a newer release to an older one, for one history.

    rollback        both ways, and the point of no return
    known           which migrations of the newer release the older one has
    rows            which steps back can stop on the rows that they find
    bearing         what one operation means for old code: harmless, breaks, cannot tell
    kinds           what an operation means by its kind alone
    old_code        the bearings of all steps, by tables and columns
    sentences       both ways in words
"""

from app.domain.rollback.bearing import Bearing, JudgedStep, Judgement, Reason
from app.domain.rollback.rollback import Passage, Rollback

__all__ = ["Bearing", "JudgedStep", "Judgement", "Passage", "Reason", "Rollback"]
