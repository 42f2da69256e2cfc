"""A commit, what it did to one migration, and a label that points to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain import english
from app.domain.keys import MigrationKey
from app.domain.provenance.excerpt import Excerpt


class ChangedPart(StrEnum):
    """The part of a migration that was changed: the file itself, or an entry in one of its lists."""

    FILE = "file"
    DEPENDENCIES = "dependencies"
    RUN_BEFORE = "run_before"
    REPLACES = "replaces"


class ChangeKind(StrEnum):
    """
    What a commit did to a part of a migration.

    `found` means: the commit has it, but an earlier commit may have added it. This is so if the earlier version of the
    file could not be read, and in the first commit of a shallow clone.
    """

    ADDED = "added"
    FOUND = "found"
    RENAMED = "renamed"
    REMOVED = "removed"


class RefKind(StrEnum):
    """The kind of a label. A tag and a release stay at their commit, a branch moves."""

    TAG = "tag"
    RELEASE = "release"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Commit:
    """
    One commit of the repository.

    `parents` are the ids of its nearest stored ancestors. `authored_at` and `committed_at` have the UTC offset that the
    commit states; they are None if the commit has no valid date. `is_cut` means that the clone is shallow and starts
    with this commit.
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
        """The first 7 digits of the id."""
        return self.id[:7]

    @property
    def moments(self) -> tuple[datetime, ...]:
        """`authored_at` and `committed_at`, without what is None."""
        return tuple(moment for moment in (self.authored_at, self.committed_at) if moment)

    @property
    def date(self) -> str:
        """The day of `authored_at`, else of `committed_at`, in UTC; empty without both."""
        return english.date(self.moments[0]) if self.moments else ""

    def __str__(self) -> str:
        return f"{self.short} ({self.date})" if self.date else self.short


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change of a commit to one part of a migration.

    `commit` is the id. `other` is the entry of the list that was changed, or the old key if the file was renamed.
    `excerpt` has the lines of a list that was edited; None where they are not known, or stand in a file that is new.
    """

    commit: str
    key: MigrationKey
    part: ChangedPart
    kind: ChangeKind
    other: MigrationKey | None = None
    path: str = ""
    excerpt: Excerpt | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """
    A label in the repository.

    `head` is the id of the commit that it points to, and `committed_at` the date of that commit, where it is known;
    `commit` is the id of the nearest stored commit, or None. When several branches contain a commit, the one with the
    lowest `rank` is named.
    """

    label: str
    kind: RefKind
    head: str
    commit: str | None = None
    rank: int = 0
    committed_at: datetime | None = None
