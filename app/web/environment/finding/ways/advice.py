"""What the runbook says of a finding in general, for where no way out can be promised."""

import re
from dataclasses import replace

from app.domain.findings import Finding
from app.domain.runbook import Circumstances
from app.web.findings.ways_out import EntryView, entry

OPEN = re.compile(r"<[a-z][^<>]*>")
"""Matches what a command of the runbook leaves open: `<the branch>`."""


def advice(finding: Finding, circumstances: Circumstances) -> EntryView:
    """The entry of the finding, without the commands and checks in which something is left open."""
    general = entry(finding, circumstances)
    return replace(
        general,
        checks=tuple(check for check in general.checks if not OPEN.search(check.text + check.command)),
        ways=tuple(
            replace(way, commands=tuple(command for command in way.commands if not OPEN.search(command)))
            for way in general.ways
        ),
    )
