"""What each code means and what to do: one entry for each, for the pages and for docs/runbook.md."""

from collections.abc import Mapping

from app.domain.findings import Code
from app.domain.runbook.blocking import REFUSALS
from app.domain.runbook.entry import Entry, Way
from app.domain.runbook.information import INFORMATION
from app.domain.runbook.trouble import TROUBLES

__all__ = ["ENTRIES", "Entry", "Way"]

ENTRIES: Mapping[Code, Entry] = {**REFUSALS, **TROUBLES, **INFORMATION}
