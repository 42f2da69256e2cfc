"""
The names of migrations over time: which of them were used for more than one file.

    commits:    a         b          c         d
    0002_more   added     removed              added       two files bore this name
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory
from app.domain.provenance.knowledge import Knowledge
from app.domain.release import Release
from app.domain.resolution import declare


@dataclass(frozen=True, slots=True)
class Reuse:
    """A name that a second file got: the change that ended the first one, and the change that put the second there."""

    end: Change
    start: Change


def reuse_of(history: CodeHistory, key: MigrationKey, *, head: str | None) -> Reuse | None:
    """The last reuse of a name in the commits up to `head`, or None where one file has borne it all the time."""
    within = history.ancestry(head)
    starts: list[Change] = []
    ends: list[Change] = []
    for change in history.by_key.get(key, ()):
        if change.part is ChangedPart.FILE and change.commit in within:
            (ends if change.kind is ChangeKind.REMOVED else starts).append(change)
    if not starts:
        return None
    ends += [change for change in history.renamings.get(key, ()) if change.commit in within]
    for start in history.latest(starts):
        for end in history.latest(ends):
            if history.is_before(end.commit, start.commit) and any(
                first.commit != end.commit and history.is_before(first.commit, end.commit)
                for first in starts
                if first != start
            ):
                return Reuse(end, start)
    return None


def finished_squashes(
    knowledge: Knowledge, release: Release
) -> Mapping[MigrationKey, frozenset[MigrationKey]]:
    """For each migration that a squash of this release replaced, as far as is known, the squashes that did."""
    pairs = {
        (key, squash.key)
        for known_release in (*knowledge.releases, release)
        for squash in known_release.squashes
        for key in squash.replaces
    }
    within = knowledge.history.commits_in(release)
    pairs |= {
        (key, change.key)
        for key, changes in knowledge.history.squashings.items()
        for change in changes
        if change.kind is not ChangeKind.REMOVED and change.commit in within
    }
    squashes: dict[MigrationKey, set[MigrationKey]] = {}
    for key, squash in pairs:
        if squash in release.migrations and squash != key:
            squashes.setdefault(key, set()).add(squash)
    return {key: frozenset(keys) for key, keys in squashes.items()}


def replaced_names(
    release: Release, squashes: Mapping[MigrationKey, frozenset[MigrationKey]]
) -> Mapping[MigrationKey, MigrationKey]:
    """
    The migrations that bear the name of one that a finished squash of this release replaced, each with the squash.

    Such a file needs the squash. So it came later, and is not the one that was replaced. `squashes` are those of
    `finished_squashes`.
    """
    replaced_now = {key for squash in release.squashes for key in squash.replaces}
    return {
        key: squash
        for key, keys in squashes.items()
        if key in release.migrations and key not in replaced_now
        for squash in sorted(keys)
        if _needs(release, key, squash)
    }


def _needs(release: Release, key: MigrationKey, squash: MigrationKey) -> bool:
    """Whether a path of dependencies leads from one migration to another."""
    parents = declare(release).graph.parents
    waiting, reached = [key], {key}
    while waiting:
        new = parents[waiting.pop()] - reached
        reached |= new
        waiting += new
    return squash in reached
