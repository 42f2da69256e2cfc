"""What of other environments: which have the same finding, and whether the others will get it."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.english import count, listed
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import all_replaced_applied
from app.domain.release import Release

Recorded = AbstractSet[MigrationKey]
"""The keys that have a row in one table."""

MAX_NAMED = 5
"""A sentence names so many environments and counts the others."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """
    The other environments with fresh data: `same` have the finding, `next` will have it once they run the release.

    Of a missing dependency: `recorded` is the number of those that have the rows which it needs, `waiting` of those
    that have not run the migration. `others` is the number of all that do not have the finding. Slugs are sorted.
    """

    finding: Finding
    label: str
    same: tuple[str, ...]
    next: tuple[str, ...] = ()
    recorded: int = 0
    waiting: int = 0
    others: int = 0

    @property
    def sentence(self) -> str:
        """How the others fare."""
        if not self.others:
            return "" if self.same else "No other environment with fresh data is known."
        if self.finding.code is not Code.MISSING_DEPENDENCY:
            return f"{self._none_of_the_others} it." if self.same else f"{self._none_of_the_others} this."
        if self.next:
            will = (
                f"{listed(self.next, MAX_NAMED)} will be blocked by this with {self.label or 'this release'}"
            )
            rest = self.others - len(self.next)
            return f"{will}; {count(rest, 'other environment')} will not." if rest else f"{will}."
        end = "It" if self.others == 1 else "None of them"
        return f"{self._how}. {end} will {'not ' if self.others == 1 else ''}be blocked by this."

    @property
    def _none_of_the_others(self) -> str:
        if self.others == 1:
            return "The other environment with fresh data does not have"
        return f"None of the other {self.others:,} environments with fresh data has"

    @property
    def _how(self) -> str:
        """`The other 35 environments with fresh data have recorded users.0010`."""
        others = f"other {self.others:,} environments with fresh data" if self.others > 1 else ""
        related, subject = listed(self.finding.related, 1), self.finding.subject
        if not self.waiting:
            verb = "have" if others else "has"
            return f"The {others or 'other environment with fresh data'} {verb} recorded {related}"
        if not self.recorded:
            verb = "have" if others else "has"
            return f"The {others or 'other environment with fresh data'} {verb} not run {subject}"
        return f"Of the {others}, {self.recorded:,} recorded {related} and {self.waiting:,} did not run {subject}"


def elsewhere(
    finding: Finding,
    release: Release,
    *,
    same: Iterable[str],
    others: Mapping[str, Iterable[Recorded]],
) -> Elsewhere:
    """
    What of the environments beside the one that has this finding.

    `same` are those that have it as well. `others` are those that do not, each with the rows of its tables.
    """
    kinds = {slug: {_kind(finding, release, rows) for rows in tables} for slug, tables in others.items()}
    following = tuple(sorted(slug for slug, found in kinds.items() if "next" in found))
    waiting = sum(1 for slug, found in kinds.items() if slug not in following and "waiting" in found)
    return Elsewhere(
        finding,
        release.label or "",
        tuple(sorted(same)),
        following,
        len(kinds) - len(following) - waiting,
        waiting,
        len(kinds),
    )


def _kind(finding: Finding, release: Release, recorded: Recorded) -> str:
    """What a table will say to a missing dependency once it is held against the release."""
    if finding.subject not in recorded:
        return "waiting"
    missing = any(
        parent not in recorded and not all_replaced_applied(release, parent, recorded)
        for parent in finding.related
    )
    return "next" if missing else "recorded"
