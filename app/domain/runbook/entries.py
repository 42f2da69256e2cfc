"""Every entry of the runbook, by its code."""

from collections.abc import Mapping

from app.domain.findings import Code
from app.domain.runbook.blocking import BLOCKING
from app.domain.runbook.entry import Entry
from app.domain.runbook.information import INFORMATION
from app.domain.runbook.origins import ORIGINS
from app.domain.runbook.trouble import TROUBLE

_ENTRIES = {**BLOCKING, **TROUBLE, **INFORMATION, **ORIGINS}

ENTRIES: Mapping[Code, Entry] = {code: _ENTRIES[code] for code in Code}
