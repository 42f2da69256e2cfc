"""
What the commits of a project did to its migrations: who added, renamed and deleted each, and each of its edges.

    a1 <-- b2 <-- d4 <-- main        a commit is kept where it changed migrations, or brings such lines together;
            ^      |                 its parents are the nearest that are kept
            c3 <---+
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.topological_order import topological_order

DIGITS = 4
"""So many digits of an id are needed at least, as Git wants it."""


class ChangedPart(StrEnum):
    """What of a migration was changed: that it is there at all, or an entry of one of its lists."""

    FILE = "file"
    DEPENDENCIES = "dependencies"
    RUN_BEFORE = "run_before"
    REPLACES = "replaces"


class ChangeKind(StrEnum):
    """
    What was done. `found`: it is there from this commit on as far as can be read, and may be older.

    That is so where the file before could not be read, and in the first commit of a shallow clone.
    """

    ADDED = "added"
    FOUND = "found"
    RENAMED = "renamed"
    REMOVED = "removed"


class RefKind(StrEnum):
    """What a label is: a tag or a release, which stay, or a branch, which moves."""

    TAG = "tag"
    RELEASE = "release"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Commit:
    """
    One commit. `parents` are the nearest that are kept; the moments keep the offset they were written with.

    A moment is None where the commit has none that is one. `is_cut`: the clone is shallow and begins here.
    """

    id: str
    parents: tuple[str, ...] = ()
    author: str = ""
    authored_at: datetime | None = None
    committed_at: datetime | None = None
    subject: str = ""
    is_cut: bool = False

    @property
    def short(self) -> str:
        """The first digits of the id, as people write it."""
        return self.id[:7]

    @property
    def date(self) -> str:
        """The day on which it was written, where its author was; of a commit without one, nothing."""
        moment = self.authored_at or self.committed_at
        return moment.date().isoformat() if moment else ""

    def __str__(self) -> str:
        return f"{self.short} ({self.date})" if self.date else self.short


@dataclass(frozen=True, slots=True)
class Change:
    """
    One thing that a commit did to a migration.

    `other` is the other end of an edge, what a squash replaces, or the key before a renaming.
    """

    commit: str
    key: MigrationKey
    part: ChangedPart
    act: ChangeKind
    other: MigrationKey | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """
    A label in the code: `head` is the commit it points to, `commit` the nearest that is kept, or None.

    Of several branches that contain a commit the one of the lowest `rank` is named.
    """

    label: str
    kind: RefKind
    head: str
    commit: str | None = None
    rank: int = 0


@dataclass(frozen=True, eq=False)
class CodeHistory:
    """Commits by id, parents before children, what they changed in that order, and the labels that are there now."""

    commits: Mapping[str, Commit]
    changes: tuple[Change, ...] = ()
    refs: tuple[Ref, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[MigrationKey, tuple[Change, ...]]:
        """The changes of each migration under each name it had, oldest first."""
        found: dict[MigrationKey, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.key, []).append(change)
        return {key: tuple(changes) for key, changes in found.items()}

    @cached_property
    def renamings(self) -> Mapping[MigrationKey, tuple[Change, ...]]:
        """The renamings by the key before."""
        return self._by_other(ChangedPart.FILE)

    @cached_property
    def squashings(self) -> Mapping[MigrationKey, tuple[Change, ...]]:
        """The entries of `replaces` by what they name."""
        return self._by_other(ChangedPart.REPLACES)

    @cached_property
    def first_labels(self) -> Mapping[str, str]:
        """
        For each commit the first label that contains it: the oldest tag or release, else the first branch.

        One walk: each label in turn takes what is before it and has no label yet.
        """
        found: dict[str, str] = {}
        for ref in self.labels:
            waiting = [ref.commit or ""]
            while waiting:
                commit = waiting.pop()
                if commit in self.commits and commit not in found:
                    found[commit] = ref.label
                    waiting += self.commits[commit].parents
        return found

    @cached_property
    def labels(self) -> tuple[Ref, ...]:
        """What stays, in the order in which it came to be; then the branches, by rank."""
        still = [ref for ref in self.refs if ref.kind is not RefKind.BRANCH]
        still.sort(key=lambda ref: (self._order.get(ref.commit or "", -1), ref.rank, ref.label))
        branches = [ref for ref in self.refs if ref.kind is RefKind.BRANCH]
        return (*still, *sorted(branches, key=lambda ref: (ref.rank, ref.label)))

    def containing(self, commit: str) -> tuple[Ref, ...]:
        """Every label that contains the commit, in the order of `labels`."""
        return tuple(ref for ref in self.labels if ref.commit and self.is_before(commit, ref.commit))

    def commit_of(self, id_: str | None) -> str | None:
        """The commit kept nearest to the one of this id, or so many of its digits; None where it is not known."""
        if not id_ or len(id_) < DIGITS:
            return None
        for ref in self.refs:
            if ref.head.startswith(id_):
                return ref.commit
        return next((commit for commit in self.commits if commit.startswith(id_)), None)

    def head_of(self, release: Release) -> str | None:
        """The commit of a release, by its id or else by its label; None where neither is known."""
        found = self.commit_of(release.commit)
        if found is None and release.commit is None:
            return next((ref.commit for ref in self.refs if ref.label == release.label), None)
        return found

    def ancestry(self, commit: str | None) -> frozenset[str]:
        """The commit and all before it; of None everything there is."""
        if commit not in self._ancestries:
            self._ancestries[commit] = frozenset(self.commits if commit is None else self._walk(commit))
        return self._ancestries[commit]

    def sorted(self, changes: Iterable[Change]) -> list[Change]:
        """The changes, oldest first."""
        return sorted(changes, key=self._places.__getitem__)

    def is_before(self, early: str, late: str) -> bool:
        """Whether the late commit contains the early one; each contains itself."""
        first = self._order.get(early)
        seen: set[str] = set()
        waiting = [late]
        while waiting:
            one = waiting.pop()
            if one == early:
                return True
            place = self._order.get(one)
            if place is not None and first is not None and place > first and one not in seen:
                seen.add(one)
                waiting += self.commits[one].parents
        return False

    def last(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Those that no other of them comes after: one, unless they were made side by side."""
        several = list(changes)
        return tuple(
            one
            for one in several
            if not any(
                other.commit != one.commit and self.is_before(one.commit, other.commit) for other in several
            )
        )

    def _walk(self, commit: str) -> set[str]:
        found: set[str] = set()
        waiting = [commit]
        while waiting:
            one = waiting.pop()
            if one in self.commits and one not in found:
                found.add(one)
                waiting += self.commits[one].parents
        return found

    @cached_property
    def _ancestries(self) -> dict[str | None, frozenset[str]]:
        """Those asked for; a history is asked for few."""
        return {}

    @cached_property
    def _places(self) -> Mapping[Change, int]:
        return {change: place for place, change in enumerate(self.changes)}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        """A number for each commit: parents before children, and by date where that leaves a choice."""
        by_date = sorted(self.commits.values(), key=lambda commit: (self._moment(commit.id), commit.id))
        parents = {
            commit.id: {parent for parent in commit.parents if parent in self.commits} for commit in by_date
        }
        order = topological_order(parents, depth_first=False)
        return {commit: number for number, commit in enumerate(order)}

    def _moment(self, commit: str) -> float:
        moment = self.commits[commit].committed_at
        return moment.timestamp() if moment else 0.0

    def _by_other(self, part: ChangedPart) -> Mapping[MigrationKey, tuple[Change, ...]]:
        found: dict[MigrationKey, list[Change]] = {}
        for change in self.changes:
            if change.part is part and change.other is not None:
                found.setdefault(change.other, []).append(change)
        return {key: tuple(changes) for key, changes in found.items()}


NO_HISTORY = CodeHistory({})
"""No repository was read."""
