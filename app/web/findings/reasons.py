"""The reasons of findings: what the history of the code says now about why they are there and where rows come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.config import Project
from app.domain import runbook
from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory, Explanation, explanation_of
from app.domain.provenance.code_history import Commit
from app.domain.provenance.why import Why, why
from app.store import knowledge
from app.store.sessions import ReadSession
from app.web.facts.environment import EnvironmentFacts
from app.web.findings import badges
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

EXPLAINABLE_CODES = frozenset(
    {
        Code.MISSING_DEPENDENCY,
        Code.MISSING_PARENT,
        Code.FORKED,
        Code.UNKNOWN,
        Code.STARTS_ANEW,
        Code.NOT_COVERED,
        Code.SQUASH_RESIDUE,
        Code.REUSED_NAME,
        Code.EDITED,
        Code.RENAMED,
        Code.RELABELLED,
        Code.RUNS_AGAIN,
        Code.NEWER_RELEASE,
        Code.DOUBTFUL_ROW,
        Code.FORMER_NAME,
        Code.EDITED_IN_PLACE,
    }
)
"""The codes about which the history of the code can say something."""

MAX_FINDINGS = 12
"""Further findings are counted, not shown."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """
    One sentence, and the commit that it is about.

    `commit` is the short id, `commit_text` the author and the subject; both are empty if there is no commit. `href` is
    where people read it, empty where that is not configured.
    """

    sentence: Text
    commit: str
    commit_text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """The reasons of one finding; `href` is the runbook's page of its code."""

    code: str
    href: str
    icon: str
    weight: str
    title: str
    lines: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """
    The reasons of the findings of one environment, worst finding first; `more` counts the findings that are not shown.
    `leads`: the first are those of the finding in the headline.

    A pinned page never changes, and the history of the code grows. So a pinned page has only `src`, the address from
    which the browser loads the reasons.
    """

    reasons: tuple[ReasonView, ...] = ()
    leads: bool = False
    more: int = 0
    src: str = ""


def explanation_from_store(
    session: ReadSession, project: str, drift: Drift | None, *, where: str
) -> Explanation:
    """What the stored history of the code and the newest releases say about the findings of the environment `where`."""
    if drift is None or not any(finding.code in EXPLAINABLE_CODES for finding in drift.findings):
        return Explanation()
    return explanation_of(knowledge.of_project(session, project), drift, where=where)


def cause_lines(
    project: Project, history: CodeHistory, drift: Drift, finding: Finding
) -> tuple[ReasonLine, ...]:
    """The reasons of a finding that several environments share, without what is particular to one of them."""
    return tuple(_why_lines(project, why(history, drift, finding, where=None)))


def reasons_link(facts: EnvironmentFacts, address: EnvironmentAddress) -> Reasons:
    """The address of the reasons, for a pinned page; no address if the history of the code can say nothing."""
    drift = facts.drift
    has_some = drift is not None and any(finding.code in EXPLAINABLE_CODES for finding in drift.findings)
    return Reasons(src=address.reasons() if has_some else "")


def reasons(facts: EnvironmentFacts, explanation: Explanation) -> Reasons:
    """The reasons of each finding that has some."""
    findings = facts.drift.findings if facts.drift else ()
    said = [finding for finding in findings if _has_reason(explanation, finding)]
    leads = bool(said) and said[0] == findings[0] and said[0].code.severity is not Severity.INFORMATION
    views = tuple(_reason_view(facts.project, explanation, finding) for finding in said[:MAX_FINDINGS])
    return Reasons(views, leads, max(0, len(said) - MAX_FINDINGS))


def _has_reason(explanation: Explanation, finding: Finding) -> bool:
    return bool(explanation.whys.get(finding)) or any(True for _ in explanation.origins_of(finding))


def _reason_view(project: Project, explanation: Explanation, finding: Finding) -> ReasonView:
    return ReasonView(
        finding.code.value,
        addresses.runbook(finding.code.value),
        badges.icon(finding.code),
        badges.WEIGHTS[finding.code.severity],
        runbook.ENTRIES[finding.code].title,
        tuple(_lines(project, explanation, finding)),
    )


def _lines(project: Project, explanation: Explanation, finding: Finding) -> Iterator[ReasonLine]:
    for reason in explanation.whys.get(finding, ()):
        edge = f"{reason.child} needs {reason.parent}. " if reason.parent else ""
        yield from _why_lines(project, [reason], edge)
    for origin in explanation.origins_of(finding):
        keys = [key for key in (origin.key, origin.other) if key]
        yield _line(project, f"{origin.key}: {origin.sentence}", keys, origin.commit)


def _why_lines(project: Project, whys: Iterable[Why], prefix: str = "") -> Iterator[ReasonLine]:
    for reason in whys:
        keys = [key for key in (reason.child, reason.parent) if key]
        commit = reason.addition.commit if reason.addition else None
        yield _line(project, prefix + reason.sentence, keys, commit)


def _line(project: Project, sentence: str, keys: list[MigrationKey], commit: Commit | None) -> ReasonLine:
    if commit is None:
        return ReasonLine(text.with_keys(sentence, keys), "", "")
    commit_text = ": ".join(part for part in (commit.author, commit.subject) if part)
    return ReasonLine(
        text.with_keys(sentence, keys), commit.short, commit_text, project.commit_link(commit.id)
    )
