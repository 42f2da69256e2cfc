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


@dataclass(frozen=True, eq=False)
class Everywhere:
    """
    All environments with fresh data, sorted, by what they say to a finding.

    `same` have it, `next` will have it once they run the release, `waiting` have not run the migration, `recorded` are
    all others.
    """

    finding: Finding
    label: str
    same: tuple[str, ...]
    next: tuple[str, ...]
    recorded: frozenset[str]
    waiting: frozenset[str]

    def beside(self, slug: str) -> Elsewhere:
        """What of the environments beside this one, which may be one of them or none."""
        following = tuple(each for each in self.next if each != slug)
        recorded = len(self.recorded) - (slug in self.recorded)
        waiting = len(self.waiting) - (slug in self.waiting)
        return Elsewhere(
            self.finding,
            self.label,
            tuple(each for each in self.same if each != slug),
            following,
            recorded,
            waiting,
            len(following) + recorded + waiting,
        )


def everywhere(
    finding: Finding,
    release: Release,
    *,
    same: Iterable[str],
    others: Mapping[str, Iterable[Recorded]],
) -> Everywhere:
    """
    What of all environments.

    `same` are those that have the finding. `others` are those that do not, each with the rows of its tables.
    """
    kinds = {slug: {_kind(finding, release, rows) for rows in tables} for slug, tables in others.items()}
    following = {slug for slug, found in kinds.items() if "next" in found}
    waiting = {slug for slug, found in kinds.items() if "waiting" in found} - following
    return Everywhere(
        finding,
        release.label or "",
        tuple(sorted(same)),
        tuple(sorted(following)),
        frozenset(kinds.keys() - following - waiting),
        frozenset(waiting),
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
