"""
Many environments at one moment: the verdict of each, the causes they share, and the sentence over all.

An environment is judged by what was seen of it *lately*: where the last collection failed, or is too long ago, the
verdict is unseen, whatever the last history says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.drift.comparison import Drift
from app.domain.failure import Failure
from app.domain.findings import Code, Finding, Severity, Verdict

BLOCKERS = {
    Code.MISSING_DEPENDENCY: ("missing row", "missing rows"),
    Code.MISSING_PARENT: ("missing file", "missing files"),
    Code.CYCLE: ("cycle", "cycles"),
    Code.FORKED: ("forked app", "forked apps"),
    Code.SQUASH_CIRCLE: ("squash circle", "squash circles"),
    Code.UNKNOWN_APP: ("unknown app", "unknown apps"),
    Code.UNDEFINED: ("squash that chance decides", "squashes that chance decides"),
}
"""What blocks, one and many, in the fleet's sentence."""


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


@dataclass(frozen=True, slots=True)
class SharedFinding:
    """One cause: the same code, subject and related keys in several environments, their names sorted."""

    finding: Finding
    environments: tuple[str, ...]


def is_stale(seen_at: datetime | None, *, now: datetime, limit: timedelta) -> bool:
    """Whether the last sighting is past its limit; never seen is past every limit."""
    return seen_at is None or now - seen_at > limit


def causes(sightings: Iterable[Sighting]) -> tuple[SharedFinding, ...]:
    """What blocks, each cause once, the one with the most environments first."""
    found: dict[Finding, list[str]] = {}
    for sighting in sightings:
        for finding in sighting.blockers:
            found.setdefault(finding, []).append(sighting.environment)
    shared = (SharedFinding(finding, tuple(sorted(names))) for finding, names in found.items())
    return tuple(sorted(shared, key=lambda cause: (-len(cause.environments), cause.finding)))


def by_cause(sightings: Iterable[Sighting]) -> tuple[SharedFinding, ...]:
    """As `causes`, but each environment once, under the cause that it shares with most others."""
    placed: set[str] = set()
    result = []
    for cause in causes(sightings):
        names = tuple(name for name in cause.environments if name not in placed)
        placed.update(names)
        if names:
            result.append(SharedFinding(cause.finding, names))
    return tuple(result)


def counts(sightings: Iterable[Sighting]) -> dict[Verdict, int]:
    """How many environments have each verdict, worst first, none left out."""
    found = Counter(sighting.verdict for sighting in sightings)
    return {verdict: found[verdict] for verdict in Verdict}


def headline(sightings: Sequence[Sighting], *, label: str) -> str:
    """The sentence that answers "what is the matter?" for a fleet held against the release `label`."""
    total, number = len(sightings), counts(sightings)
    if not total:
        return "No environment yet."
    environments = "environment" if total == 1 else "environments"
    if number[Verdict.UNSEEN] == total:
        return (
            "No environment could be seen lately."
            if total > 1
            else "The environment could not be seen lately."
        )
    if number[Verdict.BLOCKED]:
        are = "is" if number[Verdict.BLOCKED] == 1 else "are"
        return f"{number[Verdict.BLOCKED]} of {total} {environments} {are} blocked{_why(sightings)}."
    unseen = f"{number[Verdict.UNSEEN]} of {total} {_are(number[Verdict.UNSEEN])} unseen"
    if number[Verdict.IN_STEP] + number[Verdict.UNSEEN] == total:
        return _in_step(number, total, label)
    parts = []
    if number[Verdict.DRIFTED]:
        parts.append(
            f"{number[Verdict.DRIFTED]} of {total} {'has' if number[Verdict.DRIFTED] == 1 else 'have'} drifted"
        )
    if number[Verdict.BEHIND]:
        parts.append(f"{number[Verdict.BEHIND]} of {total} {_are(number[Verdict.BEHIND])} behind {label}")
    if number[Verdict.UNSEEN]:
        return f"Nothing that was seen is blocked. {_joined([*parts, unseen])}."
    return f"Nothing is blocked. {_joined(parts)}."


def _in_step(number: Mapping[Verdict, int], total: int, label: str) -> str:
    if not number[Verdict.UNSEEN]:
        who = "The environment has" if total == 1 else f"All {total} environments have"
        return f"{who} everything {label} has."
    have = "has" if number[Verdict.IN_STEP] == 1 else "have"
    unseen = f"{number[Verdict.UNSEEN]} {_are(number[Verdict.UNSEEN])} unseen"
    return f"{number[Verdict.IN_STEP]} of {total} {have} everything {label} has, {unseen}."


def _why(sightings: Sequence[Sighting]) -> str:
    found = causes(sightings)
    blocked = {sighting.environment for sighting in sightings if sighting.blockers}
    everywhere = [cause for cause in found if set(cause.environments) == blocked]
    if len(found) != 1 or not everywhere:
        return f", by {len(found)} causes" if len(found) > 1 else ""
    finding = found[0].finding
    number = max(1, len(finding.related)) if finding.code is Code.MISSING_DEPENDENCY else 1
    one, many = BLOCKERS[finding.code]
    thing = f"one {one}" if number == 1 else f"{number} {many}"
    return f", all by {thing}" if len(blocked) > 1 else f", by {thing}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
