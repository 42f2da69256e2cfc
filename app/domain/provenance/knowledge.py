"""What is known of the code beside the release that an environment is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.domain.provenance.code_history import NO_HISTORY, CodeHistory
from app.domain.release import Release


@dataclass(frozen=True, eq=False)
class Knowledge:
    """
    The history of the code, and the known releases, oldest first.

    It grows, and the result of `compare` never changes; so `with_knowledge` takes it into account afterwards.
    """

    history: CodeHistory = NO_HISTORY
    releases: tuple[Release, ...] = ()

    def is_earlier(self, one: Release, other: Release) -> bool:
        """
        Whether the first release comes before the second: its commit is an ancestor of the other's.

        Where a commit is not known, or the same one is, the order of `releases` decides; a release that is not among
        them is the newest.
        """
        head, other_head = self._head(one), self._head(other)
        if head is not None and other_head is not None and head != other_head:
            return head in self.history.ancestry(other_head)
        return self._position(one) < self._position(other)

    def earlier_than(self, release: Release) -> tuple[Release, ...]:
        """The known releases that come before a release, oldest first."""
        return tuple(
            known_release for known_release in self.releases if self.is_earlier(known_release, release)
        )

    def moment(self, release: Release) -> datetime | None:
        """
        When the migrations of a release were committed, the earlier one of the two dates; None if not known.

        Of several releases with the same stored commit only the first has it: only that one is known to be so old.
        """
        head = self._head(release)
        if head is None or self._first_fingerprints.get(head, release.fingerprint) != release.fingerprint:
            return None
        return min(self.history.commits[head].moments, default=None)

    def _head(self, release: Release) -> str | None:
        name = (release.commit, release.label)
        if name not in self._heads:
            self._heads[name] = self.history.head_of(release)
        return self._heads[name]

    def _position(self, release: Release) -> int:
        return self._positions.get(release.fingerprint, len(self.releases))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {release.fingerprint: position for position, release in enumerate(self.releases)}

    @cached_property
    def _first_fingerprints(self) -> Mapping[str, str]:
        """For each stored commit, the first known release that has it."""
        first: dict[str, str] = {}
        for release in self.releases:
            head = self._head(release)
            if head is not None:
                first.setdefault(head, release.fingerprint)
        return first

    @cached_property
    def _heads(self) -> dict[tuple[str | None, str | None], str | None]:
        """The stored commits of releases that were asked for, by commit and label."""
        return {}


NO_KNOWLEDGE = Knowledge()


def release_name(release: Release) -> str:
    """What people call a release in a sentence: its label, else its commit, else its fingerprint."""
    if release.label:
        return release.label
    return f"commit {release.commit[:7]}" if release.commit else f"release {release.fingerprint[:8]}"
