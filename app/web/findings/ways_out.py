"""What a finding means and what to do about it, as shown by the runbook and the page of an environment."""

from dataclasses import dataclass
from functools import cache

from app.domain import runbook
from app.domain.findings import Code, Finding
from app.domain.runbook import Circumstances, example_of
from app.web.findings import badges
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One check before a way out is taken; `command` is empty if there is nothing to type."""

    text: str
    command: str


@dataclass(frozen=True, slots=True)
class WayView:
    """One way out: what to do, when it fits, and the commands for a person to run elsewhere."""

    title: str
    when: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of the runbook, filled with the keys of a finding; `href` is the runbook's page of the code."""

    code: str
    href: str
    title: str
    icon: str
    weight: str
    sentence: Text
    consequence: str
    meaning: str
    checks: tuple[Check, ...]
    ways: tuple[WayView, ...]
    avoid: str


def entry(finding: Finding, circumstances: Circumstances = runbook.GENERAL) -> EntryView:
    """The entry of the finding's code, filled with the keys of the finding and with what a comparison knows of it."""
    filled = runbook.entry_of(finding, circumstances)
    return EntryView(
        finding.code.value,
        addresses.runbook(finding.code.value),
        filled.title,
        badges.icon(finding.code),
        badges.WEIGHTS[finding.code.severity],
        text.of(finding, filled.sentence),
        filled.consequence,
        filled.meaning,
        tuple(_check(check) for check in filled.checks),
        tuple(WayView(way.title, way.when, way.commands) for way in filled.ways),
        filled.avoid,
    )


@cache
def general_entry(code: Code) -> EntryView:
    """The entry of a code, filled with the keys of its example: the same for everybody, so it is made once."""
    return entry(example_of(code))


def _check(check: str) -> Check:
    match = runbook.CHECK.fullmatch(check)
    return (
        Check(f"{match['text']}:" if match["text"] else "", match["command"]) if match else Check(check, "")
    )
