"""The ways out of one finding as the section of its page."""

from string import ascii_uppercase

from app.domain import runbook
from app.domain.english import count, listed
from app.domain.findings import VERDICT_WORDS
from app.domain.ways import ProvenWay
from app.domain.ways.scripts import Dialect
from app.domain.ways.way import Promise
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.ways.advice import advice
from app.web.environment.finding.ways.steps import step_views
from app.web.environment.finding.ways.views import After, WaysInShort, WaysSection, WayView
from app.web.findings import badges
from app.web.layout.views import Link, VerdictView
from app.web.wording import rich_text as text

NOTE = "Driftboard never writes to your database. Each verdict was computed on this very history."
"""What is to be known of every way out."""

MAX_WAYS = 4
"""Further ways are shown on demand."""

MAX_NAMES = 4
"""A sentence names this many environments and counts the others."""

MAX_LEFT = 3
"""Of the findings that stay after a way so many are named, the others are counted."""

OPEN_WAYS = 2
"""So many ways are unfolded from the beginning."""

DIALECT_NAMES = {
    Dialect.POSTGRESQL: "PostgreSQL",
    Dialect.MYSQL: "MySQL, MariaDB",
    Dialect.SQLITE: "SQLite",
}


def ways_section(facts: FindingFacts) -> WaysSection:
    """All ways out of a finding; where there is none, why, and what the runbook advises in general."""
    views = tuple(_way(facts, number, way) for number, way in enumerate(facts.ways))
    has_script = any(
        shown.lines
        for way, view in zip(facts.ways, views, strict=True)
        for step, shown in zip(way.steps, view.steps, strict=True)
        if step.change
    )
    return WaysSection(
        NOTE if views else "",
        views[:MAX_WAYS],
        views[MAX_WAYS:],
        "" if views else facts.why_none,
        None if views else advice(facts.finding, facts.circumstances),
        _dialects(facts) if has_script else (),
    )


def in_short(facts: FindingFacts) -> WaysInShort:
    """The first way out in full and the others by their titles, for the page of the environment."""
    finding = facts.finding
    page = facts.address.page()
    return WaysInShort(
        finding.code.value,
        badges.icon(finding.code),
        badges.WEIGHTS[finding.code.severity],
        runbook.title(finding, facts.circumstances),
        text.of(finding, runbook.sentence(finding, facts.circumstances)),
        page,
        _way(facts, 0, facts.ways[0]) if facts.ways else None,
        tuple(Link(way.title, f"{page}{anchor(way)}") for way in facts.ways[1:]),
        "" if facts.ways else facts.why_none,
        NOTE,
    )


def anchor(way: ProvenWay) -> str:
    """The fragment of one way on the page of the finding."""
    return f"#way-{way.id}"


def _way(facts: FindingFacts, number: int, way: ProvenWay) -> WayView:
    answered = len(way.findings)
    return WayView(
        ascii_uppercase[number % len(ascii_uppercase)],
        way.id,
        way.title,
        way.fits_when,
        f"answers {count(answered, 'finding')}" if answered > 1 else "",
        _unblocks(facts, way),
        after(way.after),
        step_views(way.steps, facts.dialect, facts.situation.release),
        way.loses,
        way.risk,
        step_views(way.undo, facts.dialect, facts.situation.release),
        is_open=number < OPEN_WAYS,
    )


def _unblocks(facts: FindingFacts, way: ProvenWay) -> str:
    """The other environments that are blocked now, and no longer once this edit is deployed there."""
    names = facts.unblocked_elsewhere(way)
    return f"Unblocks {listed(names, MAX_NAMES)} too." if names else ""


def after(promise: Promise) -> After:
    """What a way promises, in words, with a sentence for each finding that stays."""
    to_run = f", {promise.to_run} to run" if promise.to_run else ""
    return After(
        VerdictView.of(promise.verdict),
        f"{VERDICT_WORDS[promise.verdict].lower()}{to_run}",
        tuple(text.of(finding, runbook.sentence(finding)) for finding in promise.left[:MAX_LEFT]),
        max(0, len(promise.left) - MAX_LEFT),
    )


def _dialects(facts: FindingFacts) -> tuple[Link, ...]:
    """The same page in each SQL."""
    return tuple(
        Link(name, facts.address.page_in(dialect), current=dialect is facts.dialect)
        for dialect, name in DIALECT_NAMES.items()
    )
