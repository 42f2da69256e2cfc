"""
Where a row without a file comes from: what came of the search.

    passed over by Django · replaced by a squash · renamed · removed · in another release · on a branch
    · on a branch that is gone · nowhere
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.english import listed, plural
from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Commit


class OriginKind(StrEnum):
    """What happened to a migration, or where its file is."""

    SQUASH = "squash"
    RENAMED = "renamed"
    REMOVED = "removed"
    RELEASE = "release"
    BRANCH = "branch"
    GONE_BRANCH = "gone-branch"
    PASSED_OVER = "passed-over"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Origin:
    """
    The origin of one migration that has a row but no file: one sentence, and the facts in it.

    `commit` added, removed or renamed the migration, or added the squash that replaces it. `other` is the new key or
    the key of the squash. `labels` are the labels that have the migration; if it was replaced, renamed or removed, they
    hold the first label in which that is so, if any. `is_newer` says that a release or a branch which
    comes after has it.
    """

    key: MigrationKey
    kind: OriginKind
    sentence: str
    commit: Commit | None = None
    other: MigrationKey | None = None
    labels: tuple[str, ...] = ()
    is_newer: bool = False


def labels_have_it(labels: Sequence[str]) -> str:
    """The beginning of a sentence: `v1 and v2 have it`."""
    return f"{listed(labels)} {plural(len(labels), 'has', 'have')} it"
