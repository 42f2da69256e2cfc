"""
What is known of one environment at one moment, and its verdict.

The verdict says how the environment is *now*. If the last collection failed or is too long ago, the verdict is unseen,
whatever the last history says.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from app.domain.drift import Drift
from app.domain.english import LEEWAY, is_later
from app.domain.failure import Failure
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.status import Status
from app.domain.table_location import DEFAULT_ALIAS, DEFAULT_LOCATION, TableLocation

VERDICT_ORDER = {verdict: position for position, verdict in enumerate(Verdict)}
"""The position of each verdict, the worst first."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Sighting:
    """
    What is known of one environment at one moment, or of a part of it.

    `drift` is that of the last history, None if there is no history or no release. `failure` is the failure that lasts,
    if there is one. `seen_at` is when the last history was last seen. `stale` says that this is too long ago.
    `is_pushed` says that nothing is collected there, its project pushes its histories.
    `unknown_release` is the name of the release that runs there, where none is known by that name: nothing is judged.

    An environment with several databases or schemas has `parts`, the worst first, and says what its worst part says.
    A part lies at a `location`. `schemas` are the names of all schemas that share its history, with its own; empty
    where the table is that of a whole database.
    """

    environment: str
    drift: Drift | None = None
    failure: Failure | None = None
    seen_at: datetime | None = None
    stale: bool = False
    is_pushed: bool = False
    unknown_release: str = ""
    location: TableLocation = DEFAULT_LOCATION
    schemas: tuple[str, ...] = ()
    parts: tuple["Sighting", ...] = ()

    @classmethod
    def of_parts(cls, parts: Iterable[Self]) -> Self:
        """
        The sighting of an environment from those of its parts: at least one. One alone is the environment's own.

        The worst come first; of equals those with the fewest schemas, as these are the odd ones, and the
        default database.
        """
        given = tuple(parts)
        if len(given) == 1:
            return given[0]
        worst_first = tuple(
            sorted(
                given,
                key=lambda part: (
                    VERDICT_ORDER[part.verdict],
                    part.size,
                    part.location.alias != DEFAULT_ALIAS,
                    part.location,
                ),
            )
        )
        return replace(worst_first[0], parts=worst_first)

    @cached_property
    def size(self) -> int:
        """How many tables this speaks of."""
        return sum(part.size for part in self.parts) if self.parts else max(1, len(self.schemas))

    @cached_property
    def last_verdict(self) -> Verdict | None:
        """The verdict of the last history, fresh or not; None without a drift."""
        return None if self.drift is None else self.drift.verdict

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict of the environment at this moment."""
        if self.failure is not None or self.stale:
            return Verdict.UNSEEN
        if self.last_verdict is None:
            return Verdict.NOT_JUDGED if self.unknown_release and self.seen_at else Verdict.UNSEEN
        return self.last_verdict

    @cached_property
    def is_judged(self) -> bool:
        """Whether the present verdict says something about the history: it was seen, and the release could be read."""
        return self.verdict not in (Verdict.UNSEEN, Verdict.NOT_JUDGED)

    @cached_property
    def pending(self) -> int | None:
        """How many migrations `migrate` would run, or what waits where it refuses; None where that is not known."""
        if self.drift is None or self.last_verdict is Verdict.NOT_JUDGED:
            return None
        plan = self.drift.outcome.plan
        return _waiting(self.drift) if plan is None else len(plan)

    @cached_property
    def blockers(self) -> tuple[Finding, ...]:
        """The blocking findings, if the environment is blocked now; of all its parts, each once."""
        if self.parts:
            return tuple(dict.fromkeys(finding for part in self.parts for finding in part.blockers))
        return self.last_blockers if self.verdict is Verdict.BLOCKED else ()

    @cached_property
    def last_blockers(self) -> tuple[Finding, ...]:
        """The blocking findings of the last history, fresh or not; of all its parts, each once."""
        if self.parts:
            return tuple(dict.fromkeys(finding for part in self.parts for finding in part.last_blockers))
        findings = () if self.drift is None else self.drift.findings
        return tuple(finding for finding in findings if finding.code.severity is Severity.BLOCKING)

    @cached_property
    def codes(self) -> frozenset[Code]:
        """The codes of the findings of the last history, of all its parts."""
        drifts = (part.drift for part in self.parts or (self,) if part.drift is not None)
        return frozenset(finding.code for drift in drifts for finding in drift.findings)


def _waiting(drift: Drift) -> int | None:
    """
    How many migrations wait behind a refusal, without those that the rows need and do not have.

    None where Django cannot put the graph together: what would run then depends on how it is mended.
    """
    codes = {finding.code for finding in drift.findings if finding.code.severity is Severity.BLOCKING}
    if not codes <= {Code.MISSING_DEPENDENCY, Code.FORKED}:
        return None
    forked = {key for key, status in drift.statuses.items() if status is Status.FORKED}
    return sum(status is Status.PENDING for status in drift.statuses.values()) + len(
        forked - drift.resolution.applied
    )


def is_stale(seen_at: datetime | None, *, now: datetime, limit: timedelta) -> bool:
    """Whether an environment was seen longer ago than `limit`, at a moment that is yet to come, or never."""
    return seen_at is None or now - seen_at > limit or is_later(seen_at, now=now)


def next_turn(seen_at: datetime | None, *, now: datetime, limit: timedelta) -> datetime | None:
    """The first moment from now on at which `is_stale` may change its answer; None where it never does."""
    turns = () if seen_at is None else (seen_at - LEEWAY, seen_at + limit)
    return min((turn for turn in turns if turn >= now), default=None)


def is_untried(sighting: Sighting) -> bool:
    """Whether nobody has tried yet to read an environment that is collected."""
    is_unknown = sighting.seen_at is None and sighting.drift is None and sighting.failure is None
    return is_unknown and not sighting.is_pushed


def verdict_counts(sightings: Iterable[Sighting]) -> dict[Verdict, int]:
    """The number of environments with each verdict, worst first; verdicts that none has count 0."""
    numbers = Counter(sighting.verdict for sighting in sightings)
    return {verdict: numbers[verdict] for verdict in Verdict}
