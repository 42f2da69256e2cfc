"""
Whom a release would harm that is not merged or deployed yet: environments that were fine and would be refused, skipped
in silence, or forked.

    known_part    what is known of one table of an environment: its last history, the release that runs there
    harm          one thing that becomes worse there, and which edits make it so
    harms         the search for them: two comparisons of one history, with the base and with the candidate
    never_run     the migrations that Django passes over without a word
    place         one edit: the file, the part of it, the entry of a list
    places        the search for the edits behind one finding
    moving        dependencies on `__first__`, `__latest__` or a setting that stand for something else now
    part          what the candidate means for one table, and for one environment with all its tables
    impact        the whole answer
    commits       the commit of an edit, where the history of the code is known
    doubts        why a history is not known, or may not be the present one
    spot          where an edit stands: path, line, commit
    headline      the answer in sentences

The *base* is the release that runs in an environment now, the *candidate* the one that is asked about.
"""

from app.domain.impact.impact import Impact, impact_of
from app.domain.impact.known_part import KnownPart

__all__ = ["Impact", "KnownPart", "impact_of"]
