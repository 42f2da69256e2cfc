"""Why a finding is there and where its rows come from, as the history of the code tells it now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory, Explanation, explanation_of
from app.domain.provenance.code_history import Commit
from app.domain.provenance.why import Why, why
from app.store import codehistory, releases
from app.store.sessions import ReadSession
from app.web.facts.live import EnvironmentFacts
from app.web.findings import badges as finding_cards
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

TOLD = frozenset(
    {
        Code.MISSING_DEPENDENCY,
        Code.MISSING_PARENT,
        Code.FORKED,
        Code.UNKNOWN,
        Code.STARTS_ANEW,
        Code.NOT_COVERED,
        Code.SQUASH_RESIDUE,
    }
)
"""The findings of which the history of the code can know something."""

RELEASES = 8
"""So many releases, the newest, are searched beside the commits."""

SHOWN = 12


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One sentence, and the commit that it is about: its digits, and whose it is with its subject."""

    sentence: Text
    commit: str
    said: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """What is known of one finding."""

    code: str
    href: str
    icon: str
    title: str
    lines: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """
    All that is known, worst finding first; `more` findings are not shown.

    A pinned page shows the same for ever and what is known of the code grows, so there it is asked for, at `src`.
    """

    reasons: tuple[ReasonView, ...] = ()
    more: int = 0
    src: str = ""


def known(session: ReadSession, project: str, drift: Drift | None, *, where: str) -> Explanation:
    """What the store knows about the findings of one environment; `where` names it."""
    if drift is None or not any(finding.code in TOLD for finding in drift.findings):
        return Explanation()
    newest = releases.labels(session, project)[:RELEASES]
    named = (releases.with_label(session, project, label.label) for label in reversed(newest))
    history = codehistory.of_project(session, project)
    return explanation_of(history, drift, releases=[one for one in named if one], where=where)


def of_cause(history: CodeHistory, drift: Drift, finding: Finding) -> tuple[ReasonLine, ...]:
    """What is known of a finding that several environments share, of none of them alone."""
    return tuple(_why_lines(why(history, drift, finding, where=None)))


def asked_for(facts: EnvironmentFacts, address: EnvironmentAddress) -> Reasons:
    """What a pinned page shows of it: where it is to be had, if there can be anything."""
    drift = facts.drift
    has_some = drift is not None and any(finding.code in TOLD for finding in drift.findings)
    return Reasons(src=address.reasons() if has_some else "")


def reasons(facts: EnvironmentFacts, found: Explanation) -> Reasons:
    """What is known of each finding."""
    drift = facts.drift
    told = [reason for finding in (drift.findings if drift else ()) if (reason := _reason(found, finding))]
    return Reasons(tuple(told[:SHOWN]), len(told[SHOWN:]))


def _reason(found: Explanation, finding: Finding) -> ReasonView | None:
    lines = tuple(_lines(found, finding))
    if not lines:
        return None
    return ReasonView(
        finding.code.value,
        addresses.runbook(finding.code.value),
        finding_cards.icon(finding.code),
        runbook.ENTRIES[finding.code].title,
        lines,
    )


def _lines(found: Explanation, finding: Finding) -> Iterator[ReasonLine]:
    for one in found.whys.get(finding, ()):
        about = f"{one.child} needs {one.parent}. " if one.parent else ""
        yield from _why_lines([one], about)
    for origin in found.origins_of(finding):
        keys = [key for key in (origin.key, origin.other) if key]
        yield _line(f"{origin.key}: {origin.sentence}", keys, origin.commit)


def _why_lines(whys: Iterable[Why], about: str = "") -> Iterator[ReasonLine]:
    for one in whys:
        keys = [key for key in (one.child, one.parent) if key]
        yield _line(about + one.sentence, keys, one.addition.commit if one.addition else None)


def _line(sentence: str, keys: list[MigrationKey], commit: Commit | None) -> ReasonLine:
    if commit is None:
        return ReasonLine(text.marked(sentence, keys), "", "")
    said = ": ".join(part for part in (commit.author, commit.subject) if part)
    return ReasonLine(text.marked(sentence, keys), commit.short, said)
