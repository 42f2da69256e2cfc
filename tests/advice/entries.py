"""The entry that Driftboard shows for the finding of a situation, and its commands."""

from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.runbook import CHECK, Entry, entry_of
from tests.advice.project import Project
from tests.advice.situation import Situation


def finding_of(situation: Situation, project: Project) -> Finding:
    if situation.finding:
        return situation.finding
    findings = [finding for finding in project.drift().findings if finding.code is situation.code]
    assert findings, project.drift().findings
    return findings[-1]


def entry_shown(situation: Situation, project: Project) -> Entry:
    finding = finding_of(situation, project)
    return entry_of(finding, circumstances_of(project.drift(), finding))


def filled(situation: Situation, command: str) -> str:
    """A command with what the reader has to fill in; nothing may be left open."""
    for placeholder, text in situation.fills.items():
        command = command.replace(placeholder, text)
    assert "<" not in command, command
    return command


def check_commands(entry: Entry) -> list[str]:
    return [match["command"] for check in entry.checks if (match := CHECK.fullmatch(check))]
