"""What a candidate means for one table, and for one environment with all its tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Self

from app.domain.drift import Drift
from app.domain.english import count, listed
from app.domain.findings import Finding, Verdict
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.impact.harm import HARM_KINDS, Harm, HarmKey
from app.domain.impact.known_part import KnownPart

MAX_NAMED = 3
"""A sentence names this many apps and counts the others."""


class ImpactAnswer(StrEnum):
    """
    Whether the candidate can go to an environment without harm, the worst first.

    `no`: it would be refused, skip something in silence or run something again, and it is not so with the base.
    `unknown`: that could not be told. `yes`: nothing of that becomes so. What was so before stays, and is no `no`.
    """

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


ANSWERS = tuple(ImpactAnswer)
"""Every answer, the worst first."""


@dataclass(frozen=True, eq=False)
class PartImpact:
    """
    What the candidate means for one table.

    `before` is the comparison with the base, None without one; `after` that with the candidate, None without a history.
    `harms` are what becomes worse, the worst first. `already` are the findings that stop the environment, or hide
    something, with the base and with the candidate too; sorted.
    """

    part: KnownPart
    before: Drift | None = None
    after: Drift | None = None
    harms: tuple[Harm, ...] = ()
    already: tuple[Finding, ...] = ()

    @property
    def base(self) -> Verdict:
        """The verdict with the base: `unseen` without a history, `not-judged` where the base is not known."""
        if self.part.history is None:
            return Verdict.UNSEEN
        return Verdict.NOT_JUDGED if self.before is None else self.before.verdict

    @property
    def candidate(self) -> Verdict:
        """The verdict with the candidate; `unseen` without a history."""
        return Verdict.UNSEEN if self.after is None else self.after.verdict

    @cached_property
    def answer(self) -> ImpactAnswer:
        if any(harm.kind.decides for harm in self.harms):
            return ImpactAnswer.NO
        return ImpactAnswer.UNKNOWN if self.reason else ImpactAnswer.YES

    @cached_property
    def reason(self) -> str:
        """Why nothing can be told for certain, a sentence; empty where something can."""
        if self.after is None:
            return self.part.unseen or "Its history is not known."
        if self.after.verdict is Verdict.NOT_JUDGED:
            return _not_judged(self.after)
        return self.part.doubt


def _not_judged(drift: Drift) -> str:
    """Why the candidate could not be judged."""
    unreadable = drift.release.unreadable
    if unreadable:
        more = f", and {count(len(unreadable) - 1, 'further place')}" if len(unreadable) > 1 else ""
        return f"The release could not be read whole: {unreadable[0]}{more}."
    apps = listed(drift.not_covered, MAX_NAMED)
    return f"Only files that the release does not hold can tell; it holds none of {apps}."


@dataclass(frozen=True, eq=False)
class EnvironmentImpact:
    """What the candidate means for one environment. `parts` are those of its tables, the worst first, at least one."""

    environment: str
    parts: tuple[PartImpact, ...]

    @classmethod
    def of(cls, environment: str, parts: Iterable[PartImpact]) -> Self:
        """That of these parts, in any order."""
        worst_first = sorted(
            parts,
            key=lambda part: (
                ANSWERS.index(part.answer),
                min((HARM_KINDS.index(harm.kind) for harm in part.harms), default=len(HARM_KINDS)),
                VERDICT_ORDER[part.candidate],
                part.part.location,
            ),
        )
        return cls(environment, tuple(worst_first))

    @property
    def worst(self) -> PartImpact:
        """The part that the environment's answer and its verdicts come from."""
        return self.parts[0]

    @property
    def answer(self) -> ImpactAnswer:
        return self.worst.answer

    @property
    def base(self) -> Verdict:
        """The verdict with the base, of the worst part."""
        return self.worst.base

    @property
    def candidate(self) -> Verdict:
        """The verdict with the candidate, of the worst part."""
        return self.worst.candidate

    @property
    def reason(self) -> str:
        """Why the answer is unknown, a sentence; empty for any other answer."""
        return self.worst.reason if self.answer is ImpactAnswer.UNKNOWN else ""

    @cached_property
    def harms(self) -> tuple[Harm, ...]:
        """The harms of all parts, each once, the worst first."""
        by_key: dict[HarmKey, Harm] = {}
        for part in self.parts:
            for harm in part.harms:
                by_key.setdefault(harm.key, harm)
        return tuple(sorted(by_key.values(), key=lambda harm: (HARM_KINDS.index(harm.kind), harm.key)))

    @cached_property
    def already(self) -> tuple[Finding, ...]:
        """What was so already, of all parts, each once; sorted."""
        return tuple(sorted({finding for part in self.parts for finding in part.already}))
