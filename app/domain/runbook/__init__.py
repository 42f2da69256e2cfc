"""
What each code means and what to do about it: one entry for each, for the pages and for docs/runbook.md.

    entry        the shape of an entry
    blocking, trouble, information    the entries of D1xx, D2xx and D3xx
    entries      all entries by code
    sentences    an entry filled with the keys of one finding
    markdown     the whole runbook as Markdown
"""

from app.domain.runbook.entries import ENTRIES
from app.domain.runbook.entry import Entry, Way
from app.domain.runbook.sentences import EXAMPLE_FINDING, entry_of, example_of, sentence

__all__ = ["ENTRIES", "EXAMPLE_FINDING", "Entry", "Way", "entry_of", "example_of", "sentence"]
