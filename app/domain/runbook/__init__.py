"""
What each code means and what to do about it: one entry for each, for the pages and for docs/runbook.md.

    entry        the shape of an entry
    blocking, trouble, information    the entries of D1xx, D2xx and D3xx
    origins      those of D2xx and D3xx about where a row comes from
    entries      all entries by code
    variants     entries of findings whose cause is known more closely
    circumstances    what one comparison knows of a finding: its variant, and values
    sentences    an entry filled with the keys of one finding
    markdown     the whole runbook as Markdown
"""

from app.domain.runbook.circumstances import GENERAL, Circumstances, Variant
from app.domain.runbook.entries import ENTRIES
from app.domain.runbook.entry import CHECK, Entry, Way
from app.domain.runbook.sentences import EXAMPLE_FINDING, consequence, entry_of, example_of, sentence, title

__all__ = [
    "CHECK",
    "ENTRIES",
    "EXAMPLE_FINDING",
    "GENERAL",
    "Circumstances",
    "Entry",
    "Variant",
    "Way",
    "consequence",
    "entry_of",
    "example_of",
    "sentence",
    "title",
]
