"""What a finding means and what to do about it, as the runbook and the environment page show it."""

import re
from dataclasses import dataclass

from app.domain import runbook
from app.domain.findings import Finding
from app.web.findings import badges as finding_cards
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

COMMAND = re.compile(r"(?P<said>.*): (?P<command>(?:python|git) .*|SELECT .*;)")
"""A check that ends with what to type."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at first; `command` is empty where it is no matter of typing."""

    said: str
    command: str


@dataclass(frozen=True, slots=True)
class WayView:
    """One way out: what to do, when it fits, and the commands for a person to run elsewhere."""

    title: str
    when: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of the runbook with the keys of one finding in it; `href` is the page of its code."""

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


def entry(finding: Finding) -> EntryView:
    """The entry of this finding's code, said of this finding."""
    found = runbook.entry_of(finding)
    return EntryView(
        finding.code.value,
        addresses.runbook(finding.code.value),
        found.title,
        finding_cards.icon(finding.code),
        finding_cards.WEIGHTS[finding.code.severity],
        text.of(finding, found.sentence),
        found.consequence,
        found.meaning,
        tuple(_check(check) for check in found.checks),
        tuple(WayView(way.title, way.when, way.commands) for way in found.ways),
        found.avoid,
    )


def _check(check: str) -> Check:
    typed = COMMAND.fullmatch(check)
    return Check(typed["said"] + ":", typed["command"]) if typed else Check(check, "")
