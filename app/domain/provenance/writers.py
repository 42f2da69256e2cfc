"""
Which file wrote a row: the one that bears its name now, an earlier content of it, or another file of this name.

Django knows a migration by its name alone. Here the rows of one run are held against each known release: only a release
that holds everything the run recorded, and of which nothing was left to run, can have written them; and none that was
committed later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

from app.domain.deploys import DEPLOY_GAP
from app.domain.difference.operations import OperationChange, operation_changes
from app.domain.drift import Drift
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.names import Reuse, finished_squashes, replaced_names, reuse_of
from app.domain.release import Migration, Release

MAX_OFFSET = timedelta(hours=14)
"""A recorded time without a UTC offset may be wrong by this much, the largest offset on earth."""


class WriterKind(StrEnum):
    """What wrote a row, where it was not, or not surely, the file that bears its name now."""

    REPLACED = "replaced"
    """A migration of this name that a squash replaced, or the squash in its stead."""
    FORMER_FILE = "former-file"
    """Another file of this name, which was removed."""
    FORMER_CONTENT = "former-content"
    """The file before it gained or lost operations."""
    FORMER_DETAILS = "former-details"
    """The file with the same operations on the same things, before these were edited."""
    DOUBTFUL = "doubtful"
    """One of several, and it cannot be told which."""


@dataclass(frozen=True, slots=True)
class Writer:
    """
    What wrote the row of one migration.

    `release` is a known release that held the other content, `reuse` how the name came to a second file, `squash` the
    squash that replaced the first one; each is None if it is not known, or not so. `after` is what the file holds now;
    if a squash has taken its place, what it held last.
    """

    key: MigrationKey
    kind: WriterKind
    after: Migration
    release: Release | None = None
    reuse: Reuse | None = None
    squash: MigrationKey | None = None


def differs(before: Migration, after: Migration) -> bool | None:
    """
    Whether two migrations are known to do something else; None where that cannot be told.

    Operations in another order, and an operation that only got a way back, may do the same.
    """
    changes = operation_changes(before.operations, after.operations)
    if any(map(_is_certain, changes.changes)):
        return True
    return None if changes or not changes.compared else False


def differs_in_place(before: Migration, after: Migration) -> bool:
    """Whether two migrations have the same operations on the same things, and say something else in them."""
    return all(change.is_edit for change in operation_changes(before.operations, after.operations).changes)


def _is_certain(change: OperationChange) -> bool:
    if change.before is None or change.after is None:
        return True
    if (change.before.reversible, change.after.reversible) == (False, True):
        return False
    return None not in (change.before.fingerprint, change.after.fingerprint)


def writers_of(drift: Drift, knowledge: Knowledge) -> Mapping[MigrationKey, Writer]:
    """The writers of all rows that may not be those of their files, sorted by key."""
    search = _Search(drift, knowledge)
    writers = map(search.writer, sorted(search.suspects.keys & drift.history.recorded))
    return {writer.key: writer for writer in writers if writer is not None}


def is_sole_file(drift: Drift, knowledge: Knowledge, key: MigrationKey) -> bool:
    """Whether the history of the code knows the file from its beginning, and no other one of its name."""
    history = knowledge.history
    within = history.ancestry(history.head_of(drift.release))
    is_known = any(change.commit in within for change in history.by_key.get(key, ()))
    return (
        is_known and key not in history.squashings and key not in _suspects_of(knowledge, drift.release).keys
    )


def squashes_of(drift: Drift, knowledge: Knowledge, key: MigrationKey) -> Sequence[MigrationKey]:
    """The squashes of the release, applied here, that replaced a migration; sorted."""
    squashes = _suspects_of(knowledge, drift.release).squashes.get(key, frozenset())
    return sorted(squashes & drift.resolution.applied)


@dataclass(frozen=True, slots=True)
class _Suspects:
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
        return self.edited.union(self.replaced, self.reused)


@lru_cache(maxsize=8)
def _suspects_of(knowledge: Knowledge, release: Release) -> _Suspects:
    """The suspects of a release. They are the same for every history."""
    history = knowledge.history
    head = history.head_of(release)
    reuses = {key: reuse_of(history, key, head=head) for key in release.migrations}
    squashes = finished_squashes(knowledge, release)
    contents = dict(release.migrations)
    for known_release in knowledge.releases:
        if knowledge.is_earlier(known_release, release):
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
    return _Suspects(
        replaced_names(release, squashes),
        {key: reuse for key, reuse in reuses.items() if reuse is not None},
        frozenset(edited),
        contents,
        squashes,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that were recorded shortly after each other: their keys, and all keys recorded by the end."""

    keys: frozenset[MigrationKey]
    recorded: frozenset[MigrationKey]


class _Search:
    """The facts that the searches for the writers of one history share."""

    def __init__(self, drift: Drift, knowledge: Knowledge) -> None:
        self.drift, self.knowledge, self.release = drift, knowledge, drift.release
        self.position = drift.history.first_position
        self.suspects = _suspects_of(knowledge, drift.release)
        self.fitting: dict[tuple[int, int, str], bool] = {}

    @cached_property
    def own_releases(self) -> Sequence[Release]:
        """The release itself and those before it."""
        earlier = (
            known_release
            for known_release in self.knowledge.releases
            if self.knowledge.is_earlier(known_release, self.release)
        )
        return (*earlier, self.release)

    @cached_property
    def other_releases(self) -> Sequence[Release]:
        """Newer releases, and those of branches."""
        return [
            known_release
            for known_release in self.knowledge.releases
            if known_release.fingerprint != self.release.fingerprint
            and not self.knowledge.is_earlier(known_release, self.release)
        ]

    def writer(self, key: MigrationKey) -> Writer | None:
        """What wrote a row, or None if it was the file that bears its name now."""
        after = self.suspects.contents[key]
        squash = self.suspects.replaced.get(key)
        reuse = self.suspects.reused.get(key)
        if squash is not None and self.position[key] < self.position.get(squash, -1):
            return Writer(key, WriterKind.REPLACED, after, self._former_release(key), reuse, squash)
        releases = self._fitting_releases(key)
        answers = {differs(release.migrations[key], after) for release in releases}
        if answers == {True}:
            former = releases[-1]
            is_other_file = reuse is not None or self._is_gone_after(former, key)
            if is_other_file:
                return Writer(key, WriterKind.FORMER_FILE, after, former, reuse)
            is_in_place = differs_in_place(former.migrations[key], after)
            kind = WriterKind.FORMER_DETAILS if is_in_place else WriterKind.FORMER_CONTENT
            return Writer(key, kind, after, former)
        former_release = self._former_release(key)
        if former_release is not None and (True in answers or not releases):
            is_in_place = differs_in_place(former_release.migrations[key], after)
            return None if is_in_place else Writer(key, WriterKind.DOUBTFUL, after, former_release, reuse)
        if reuse is not None and self._is_older_than(key, reuse):
            former_release = self._release_before(reuse, key)
            if former_release is None:
                return Writer(key, WriterKind.DOUBTFUL, after, None, reuse)
            if differs(former_release.migrations[key], after):
                return Writer(key, WriterKind.FORMER_FILE, after, former_release, reuse)
        return None

    def _former_release(self, key: MigrationKey) -> Release | None:
        """The newest known release with another content under this name; one with other operations goes first."""
        after = self.suspects.contents[key]
        releases = [
            release
            for release in reversed(self.knowledge.releases)
            if key in release.migrations and differs(release.migrations[key], after)
        ]
        releases.sort(key=lambda release: differs_in_place(release.migrations[key], after))
        return releases[0] if releases else None

    def _release_before(self, reuse: Reuse, key: MigrationKey) -> Release | None:
        """The newest known release that holds the file that bore the name first."""
        history = self.knowledge.history
        for release in reversed(self.knowledge.releases):
            head = history.head_of(release)
            if (
                key in release.migrations
                and head is not None
                and head != reuse.end.commit
                and head in history.ancestry(reuse.end.commit)
            ):
                return release
        return None

    def _is_gone_after(self, former: Release, key: MigrationKey) -> bool:
        """Whether a release between the former one and this one had no file of this name."""
        return any(
            key not in release.migrations
            and key in self.release.migrations
            and key.app_label in release.apps
            and self.knowledge.is_earlier(former, release)
            for release in self.own_releases
        )

    def _is_older_than(self, key: MigrationKey, reuse: Reuse) -> bool:
        """Whether a row is surely older than the file that bears its name now."""
        row = self._row(key)
        commit = self.knowledge.history.commits[reuse.start.commit]
        moments = [moment for moment in (commit.authored_at, commit.committed_at) if moment]
        if row.applied_at is None or not moments:
            return False
        return row.applied_at + _uncertainty(row) < min(moments)

    def _row(self, key: MigrationKey) -> Row:
        return self.drift.history.rows[self.position[key]]

    def _fitting_releases(self, key: MigrationKey) -> Sequence[Release]:
        """The releases that can have written the row, oldest first; the surest signs decide."""
        for releases in (self.own_releases, self.other_releases):
            for sign in ("whole", "app", "contains"):
                fitting = [
                    release
                    for release in releases
                    if key in release.migrations
                    and self._is_early_enough(release, key)
                    and self._fits(release, key, sign)
                ]
                if fitting:
                    return fitting
        return ()

    def _is_early_enough(self, release: Release, key: MigrationKey) -> bool:
        row, moment = self._row(key), self.knowledge.moment(release)
        return row.applied_at is None or moment is None or moment <= row.applied_at + _uncertainty(row)

    def _fits(self, release: Release, key: MigrationKey, sign: str) -> bool:
        """
        Whether a release can have written the run in which a migration was recorded.

        It holds all that the run recorded. By the sign `whole` nothing of it was left to run; by `app`, nothing of the
        migration's app.
        """
        number = self.run_of[key]
        name = (number, id(release), key.app_label if sign == "app" else sign)
        if name not in self.fitting:
            run = self.runs[number]
            labels = release.apps | self.release.apps
            written = {row_key for row_key in run.keys if row_key.app_label in labels}
            required = _recorded_by(release)
            fits = written <= required
            if fits and sign == "whole":
                fits = required <= run.recorded
            elif fits and sign == "app":
                fits = {each for each in required if each.app_label == key.app_label} <= run.recorded
            self.fitting[name] = fits
        return self.fitting[name]

    @cached_property
    def runs(self) -> Sequence[_Run]:
        runs: list[_Run] = []
        recorded: set[MigrationKey] = set()
        for keys in _runs(self.drift.history.rows):
            recorded.update(keys)
            runs.append(_Run(frozenset(keys), frozenset(recorded)))
        return runs

    @cached_property
    def run_of(self) -> Mapping[MigrationKey, int]:
        """The number of the run in which each migration was recorded first."""
        numbers: dict[MigrationKey, int] = {}
        for number, run in enumerate(self.runs):
            for key in run.keys:
                numbers.setdefault(key, number)
        return numbers


def _runs(rows: Sequence[Row]) -> Iterator[list[MigrationKey]]:
    """The keys of rows, at least one, that follow each other within `DEPLOY_GAP`; one without a time is a run alone."""
    run: list[MigrationKey] = []
    last = None
    for row in rows:
        time = row.applied_at
        if run and (time is None or last is None or abs(time - last) >= DEPLOY_GAP):
            yield run
            run = []
        run.append(row.key)
        last = time
    yield run


@lru_cache(maxsize=128)
def _recorded_by(release: Release) -> frozenset[MigrationKey]:
    """
    All keys that have a row when nothing of a release is left to run: its files, and what its squashes replace.

    Source: `record_migration` in `executor.py`.
    """
    return frozenset((*release.migrations, *(key for squash in release.squashes for key in squash.replaces)))


def _uncertainty(row: Row) -> timedelta:
    """By how much the time of a row may be wrong: a text without an offset may be of any time zone."""
    return MAX_OFFSET if datetime.fromisoformat(row.applied).tzinfo is None else timedelta()
