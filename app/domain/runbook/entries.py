"""Every entry of the runbook, by its code."""

from collections.abc import Mapping

from app.domain.findings import Code
from app.domain.runbook.blocking import REFUSALS
from app.domain.runbook.entry import Entry
from app.domain.runbook.information import INFORMATION
from app.domain.runbook.trouble import TROUBLES

ENTRIES: Mapping[Code, Entry] = {**REFUSALS, **TROUBLES, **INFORMATION}
