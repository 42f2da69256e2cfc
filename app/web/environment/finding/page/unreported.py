"""
The page of a pinned finding that this Driftboard does not find there.

The rules have changed since, or somebody made the address up.
"""

from dataclasses import replace

from app import __version__
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.frame import crumbs, finding_frame
from app.web.environment.finding.page.views import UnreportedPage, UnreportedRow
from app.web.environment.head import head
from app.web.environment.query import ViewOptions
from app.web.layout.views import Link, VerdictView
from app.web.urls.finding import FindingAddress
from app.web.wording import rich_text as text
from app.web.wording.moments import Times

MAX_LINKS = 40
"""The page names so many findings that are there."""

SENTENCE = "Driftboard {version} does not report {word} of {subject} here."
REASON = (
    "The page is of the same history and the same release as ever. An older version called this a finding and this one "
    "does not, or the address was not made by Driftboard. {found}"
)
FOUND, NOTHING_FOUND = "It reports:", "It reports nothing else."
NO_ROWS = "{subject} has no row in this history."


def page(facts: FindingFacts) -> UnreportedPage:
    """What was asked for, that it is not reported, the rows of its migration, and what is reported instead."""
    environment, drift, finding = facts.environment, facts.drift, facts.finding
    times = Times(environment.now)
    sentence = SENTENCE.format(version=__version__, word=finding.code.word, subject=finding.subject)
    rows = tuple(
        UnreportedRow(
            None if row.applied_at is None else times.absolute(row.applied_at, seconds=True),
            row.applied,
            f"{position:,} of {len(drift.history.rows):,}",
        )
        for position, row in enumerate(drift.history.rows, start=1)
        if row.key == finding.subject
    )
    found = tuple(
        Link(f"{each.code.value} {each.subject}", FindingAddress.of(facts.address.environment, each).page())
        for each in drift.findings[:MAX_LINKS]
    )
    return UnreportedPage(
        replace(finding_frame(facts), title=f"{text.flat(text.plain(sentence)).rstrip('.')}"),
        crumbs(facts),
        VerdictView.of(drift.verdict),
        head(environment, ViewOptions()).name,
        text.of(finding, sentence),
        text.plain(REASON.format(found=FOUND if found else NOTHING_FOUND)),
        rows,
        () if rows else text.of(finding, NO_ROWS.format(subject=finding.subject)),
        found,
        Link(environment.environment.slug, facts.address.environment.page()),
        facts.address.part("now"),
    )
