"""What each code means and what to do: one entry for each, for the pages and for docs/runbook.md."""

from app.domain.runbook.entries import ENTRIES
from app.domain.runbook.entry import Entry, Way
from app.domain.runbook.sentences import EXAMPLES, entry_of, sentence

__all__ = ["ENTRIES", "EXAMPLES", "Entry", "Way", "entry_of", "sentence"]
