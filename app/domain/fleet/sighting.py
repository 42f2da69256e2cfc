"""
Many environments at one moment: the verdict of each, the causes they share, and the sentence over all.

An environment is judged by what was seen of it *lately*: where the last collection failed, or is too long ago, the
verdict is unseen, whatever the last history says.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.drift import Drift
from app.domain.failure import Failure
from app.domain.findings import Finding, Severity, Verdict


@dataclass(frozen=True, eq=False, kw_only=True)
class Sighting:
    """
    What is known of one environment at one moment.

    `drift` is that of the last history, None where there is no history or no release; `failure` is a failure that
    lasts; `stale` says that the last sighting is past its limit.
    """

    environment: str
    drift: Drift | None = None
    failure: Failure | None = None
    seen_at: datetime | None = None
    stale: bool = False

    @property
    def last(self) -> Verdict | None:
        """The verdict of the last history, fresh or not."""
        return None if self.drift is None else self.drift.verdict

    @property
    def verdict(self) -> Verdict:
        """The verdict that may be shown as the present one."""
        if self.last is None or self.failure is not None or self.stale:
            return Verdict.UNSEEN
        return self.last

    @property
    def pending(self) -> int | None:
        """How many migrations `migrate` would run; None where it would refuse or nothing is known."""
        if self.drift is None or self.drift.outcome.plan is None:
            return None
        return len(self.drift.outcome.plan)

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """The findings for which Django refuses, as far as they hold now."""
        if self.drift is None or self.verdict is not Verdict.BLOCKED:
            return ()
        return tuple(finding for finding in self.drift.findings if finding.code.severity is Severity.BLOCKING)


def is_stale(seen_at: datetime | None, *, now: datetime, limit: timedelta) -> bool:
    """Whether the last sighting is past its limit; never seen is past every limit."""
    return seen_at is None or now - seen_at > limit


def counts(sightings: Iterable[Sighting]) -> dict[Verdict, int]:
    """How many environments have each verdict, worst first, none left out."""
    found = Counter(sighting.verdict for sighting in sightings)
    return {verdict: found[verdict] for verdict in Verdict}
