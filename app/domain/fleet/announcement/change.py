"""
When another verdict is a change that is told: as soon as two looks agree on it.

    looks      in-step   blocked   in-step   blocked   blocked
    known      in-step   in-step   in-step   in-step   blocked
                         (once)    (again)   (once)    told
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.findings import Verdict
from app.domain.fleet.announcement.judgement import JudgedVerdict

UNJUDGED = (Verdict.UNSEEN, Verdict.NOT_JUDGED)
"""Verdicts that say nothing about the history: what was known before them is not over."""

TROUBLE = (Verdict.BLOCKED, Verdict.DRIFTED)


@dataclass(frozen=True, slots=True)
class KnownVerdict:
    """
    The verdict of an environment that counts, held against a release; None before two looks agreed on the first.

    `judged` is the last one that said something about the history. `pending` is another verdict that was seen once, at
    `pending_since`.
    """

    verdict: Verdict | None
    judged: Verdict | None
    release: str
    label: str
    pending: Verdict | None = None
    pending_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """
    A change of verdict. `before` is None for the first verdict of an environment.

    `judged` is the last verdict before that said something about the history. `old_label` names the release that the
    environment was held against; `is_other_release` says that this is another one now.
    """

    before: Verdict | None
    judged: Verdict | None
    after: Verdict
    label: str = ""
    old_label: str = ""
    is_other_release: bool = False

    @property
    def is_recovery(self) -> bool:
        """Whether trouble is over, as the last judged verdict had it. Not to be seen any more is no recovery."""
        return self.judged in TROUBLE and self.after not in (*TROUBLE, *UNJUDGED)

    @property
    def is_seen_again(self) -> bool:
        """Whether the environment was unseen before, and had been judged earlier."""
        return self.before is Verdict.UNSEEN and self.judged is not None and self.after not in UNJUDGED


def step(
    known: KnownVerdict | None, judgement: JudgedVerdict, *, gap: timedelta
) -> tuple[KnownVerdict, VerdictChange | None]:
    """
    What is known after one more look, and the change that is told.

    Two looks are different ones where `gap` lies between them. A look before the first one comes of a clock that was
    set right: it is the first one then.
    """
    verdict, looked_at = judgement.verdict, judgement.looked_at
    if known is None:
        known = KnownVerdict(None, None, judgement.release, judgement.label)
    if verdict is known.verdict:
        return replace(
            known, release=judgement.release, label=judgement.label, pending=None, pending_since=None
        ), None
    since = known.pending_since
    if verdict is not known.pending or since is None or looked_at < since:
        return replace(known, pending=verdict, pending_since=looked_at), None
    if looked_at - since < gap or looked_at == since:
        return known, None
    change = VerdictChange(
        known.verdict,
        known.judged,
        verdict,
        judgement.label,
        known.label,
        known.verdict is not None and known.release != judgement.release,
    )
    judged = known.judged if verdict in UNJUDGED else verdict
    return KnownVerdict(verdict, judged, judgement.release, judgement.label), change
