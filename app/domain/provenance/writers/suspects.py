"""The migrations of a release of which more than one file, or more than one content, is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.difference.contents import differs
from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.names import Reuse, finished_squashes, replaced_names, reuse_of
from app.domain.release import Migration, Release


@dataclass(frozen=True, slots=True)
class Suspects:
    """
    The migrations of a release whose name more than one file had, or more than one content.

    `replaced` have the squash that replaced the first one of the name. `contents` are the migrations that a row should
    have run: those of the release, and what the squashes of the release replaced, as known last. `squashes` are these.
    """

    replaced: Mapping[MigrationKey, MigrationKey]
    reused: Mapping[MigrationKey, Reuse]
    edited: frozenset[MigrationKey]
    contents: Mapping[MigrationKey, Migration]
    squashes: Mapping[MigrationKey, frozenset[MigrationKey]]

    @property
    def keys(self) -> frozenset[MigrationKey]:
        """All of them."""
        return self.edited.union(self.replaced, self.reused)


@lru_cache(maxsize=8)
def suspects_of(knowledge: Knowledge, release: Release) -> Suspects:
    """The suspects of a release. They are the same for every history."""
    history = knowledge.history
    head = history.head_of(release)
    reuses = {key: reuse_of(history, key, head=head) for key in release.migrations}
    squashes = finished_squashes(knowledge, release)
    contents = dict(release.migrations)
    for known_release in knowledge.earlier_than(release):
        contents |= {
            key: migration
            for key, migration in known_release.migrations.items()
            if key in squashes and key not in release.migrations
        }
    edited = (
        key
        for known_release in knowledge.releases
        for key, migration in known_release.migrations.items()
        if key in contents
        and migration.operations != contents[key].operations
        and differs(migration, contents[key])
    )
    return Suspects(
        replaced_names(release, squashes),
        {key: reuse for key, reuse in reuses.items() if reuse is not None},
        frozenset(edited),
        contents,
        squashes,
    )


def is_sole_file(drift: Drift, knowledge: Knowledge, key: MigrationKey) -> bool:
    """Whether the history of the code knows the file from its beginning, and no other one of its name."""
    history = knowledge.history
    within = history.commits_in(drift.release)
    is_known = any(change.commit in within for change in history.by_key.get(key, ()))
    return (
        is_known and key not in history.squashings and key not in suspects_of(knowledge, drift.release).keys
    )


def squashes_of(drift: Drift, knowledge: Knowledge, key: MigrationKey) -> Sequence[MigrationKey]:
    """The squashes of the release, applied here, that replaced a migration; sorted."""
    squashes = suspects_of(knowledge, drift.release).squashes.get(key, frozenset())
    return sorted(squashes & drift.resolution.applied)
