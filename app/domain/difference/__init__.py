"""
How one release differs from an earlier one, and what that means for databases.

    comparison.py    the whole difference: added, removed, renamed, edited, squashed, settings
    coverage.py      which apps and migrations can be compared at all
    edit.py          what changed in the file of one migration
    operations.py    which of its operations were added, removed or edited
    contents.py      whether a migration does something else than before
    renames.py       which removed migration came back under another key
    relabels.py      which app has another label now
    new_edges.py     which new dependencies make Django refuse a database
    new_steps.py     which new migrations are irreversible or drop data
    consequences.py  what each change means for databases, in sentences
    direction.py     forward, back, or beside
    going_back.py    what must be unapplied to go back
    sentences.py     the sentence over a difference
"""

from app.domain.difference.comparison import Difference, difference

__all__ = ["Difference", "difference"]
