"""What each code means and what to do: one entry for each, for the pages and for docs/runbook.md."""

from collections.abc import Mapping

from app.domain.entries.entry import Entry, Way
from app.domain.entries.information import INFORMATION
from app.domain.entries.refusals import REFUSALS
from app.domain.entries.troubles import TROUBLES
from app.domain.findings import Code

__all__ = ["ENTRIES", "Entry", "Way"]

ENTRIES: Mapping[Code, Entry] = {**REFUSALS, **TROUBLES, **INFORMATION}
