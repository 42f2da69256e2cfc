"""
What brought a finding: the commit, its author and time, and the lines of the diff.

It grows with what is known of the code, so a pinned page loads it from an address of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cache import WeightedCache
from app.config import EXAMPLES
from app.domain.course.cause import Cause, causes, deed_of
from app.domain.drift import Drift
from app.domain.provenance import Explanation, Knowledge, explanation_of
from app.reader import go_on
from app.store import knowledge
from app.store.sessions import ReadSession
from app.web.environment.finding.facts import FindingFacts
from app.web.findings import reasons
from app.web.wording import rich_text as text
from app.web.wording.moments import Moment, Times
from app.web.wording.rich_text import Text

MAX_CAUSES = 4
"""Further causes are counted, not shown."""

LINE_KINDS = {"+": "added", "-": "removed", "…": "left-out"}
"""The word for a line of a diff, by its sign; for one that stayed there is none."""

FOLLOW = EXAMPLES["projects.*.repository"]


NO_COMMIT = "Which commit it was is not known. Follow the repository, and it is told here:"


_explanations: WeightedCache[tuple[int, int, str], tuple[Knowledge, Drift, Explanation]] = WeightedCache(256)
"""By the identities of what is known and of the comparison, which stay with the entry."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of the diff; `kind` is the word for its sign, empty for a line that stayed."""

    sign: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CauseItem:
    """
    One reason.

    With a commit: its short id, the `href` where people read it, its author and moment, and what it did (`deed`), or a
    whole `sentence` in place of that. `path` and `lines` are of the file that it changed.
    """

    sentence: Text
    deed: Text = ()
    commit: str = ""
    href: str = ""
    author: str = ""
    moment: Moment | None = None
    subject: str = ""
    path: str = ""
    lines: tuple[DiffLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CauseView:
    """
    The reasons that are known; `more` counts those that are not shown.

    A pinned page has only `src`, the address from which the browser loads them. Where nothing is known, `unknown` says
    so, and `line` is what to add to driftboard.toml.
    """

    items: tuple[CauseItem, ...] = ()
    more: int = 0
    src: str = ""
    unknown: str = ""
    line: str = ""


@dataclass(frozen=True, eq=False)
class KnownCauses:
    """The reasons of one finding as values, and what they were taken from."""

    knowledge: Knowledge
    causes: tuple[Cause, ...]


def known_causes(session: ReadSession, facts: FindingFacts) -> KnownCauses:
    """What is known now of what brought this finding. It is told once of a comparison while no more is known."""
    where = facts.environment.environment.slug
    known = facts.environment.knowledge
    if facts.is_pinned:
        known = knowledge.of_project(session, facts.environment.project.slug)
    key = (id(known), id(facts.drift), where)
    cached = _explanations.get(key)
    if cached is None:
        go_on()
        can_tell = any(finding.code in reasons.EXPLAINABLE_CODES for finding in facts.drift.findings)
        told = explanation_of(known, facts.drift, where=where) if can_tell else Explanation()
        cached = (known, facts.drift, told)
        _explanations.put(key, cached)
    return KnownCauses(known, causes(cached[2], facts.finding, known.history))


def view(facts: FindingFacts, known: KnownCauses | None) -> CauseView | None:
    """The reasons of a live page, and where a pinned one, of which none are known, loads them from."""
    if known is None:
        return CauseView(src=facts.address.part("why"))
    return cause_view(known.causes, facts)


def cause_view(found: Sequence[Cause], facts: FindingFacts) -> CauseView | None:
    """The reasons as the page shows them."""
    if not found:
        return _unknown(facts)
    items = tuple(_item(cause, facts) for cause in found[:MAX_CAUSES])
    is_told = facts.environment.project.repository is not None or any(cause.commit for cause in found)
    if is_told:
        return CauseView(items, len(found[MAX_CAUSES:]))
    return CauseView(items, len(found[MAX_CAUSES:]), unknown=NO_COMMIT, line=_follow(facts))


def _unknown(facts: FindingFacts) -> CauseView | None:
    """What is said where nothing is known; nothing of a finding that is no matter of the code."""
    if facts.finding.code not in reasons.EXPLAINABLE_CODES:
        return None
    if facts.environment.project.repository is not None:
        return CauseView(unknown="Not known: the repository that is followed does not tell it.")
    return CauseView(unknown=NO_COMMIT, line=_follow(facts))


def _follow(facts: FindingFacts) -> str:
    """The lines of driftboard.toml with which the repository of this project is followed."""
    return FOLLOW.replace("[projects.shop.", f"[projects.{facts.environment.project.slug}.")


def _item(cause: Cause, facts: FindingFacts) -> CauseItem:
    commit, change, keys = cause.commit, cause.change, cause.keys
    sentence = text.with_keys(cause.sentence, keys)
    if commit is None:
        return CauseItem(sentence)
    deed = cause.deed
    if not deed and change is not None and cause.is_later:
        deed = deed_of(change)
    at = next(iter(commit.moments), None)
    return CauseItem(
        () if deed else sentence,
        text.with_keys(f"{deed}." if deed else "", keys),
        commit.short,
        facts.environment.project.commit_link(commit.id),
        "" if not deed and commit.author in cause.sentence else commit.author,
        Times.absolute(at) if at else None,
        commit.subject,
        change.path if change else "",
        _lines(cause),
    )


def _lines(cause: Cause) -> tuple[DiffLine, ...]:
    excerpt = None if cause.change is None else cause.change.excerpt
    if excerpt is None:
        return ()
    return tuple(DiffLine(line.sign, LINE_KINDS.get(line.sign, ""), line.text) for line in excerpt.lines)
