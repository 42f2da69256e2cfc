"""The search for the writers of all rows of one comparison."""

from collections.abc import Mapping

from app.domain.difference.contents import differs, differs_in_place
from app.domain.drift import Drift
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.names import Reuse
from app.domain.provenance.row_time import is_surely_before
from app.domain.provenance.writers.fitting_releases import FittingReleases
from app.domain.provenance.writers.suspects import suspects_of
from app.domain.provenance.writers.writer import Writer, WriterKind
from app.domain.release import Release


def writers_of(drift: Drift, knowledge: Knowledge) -> Mapping[MigrationKey, Writer]:
    """The writers of all rows that may not be those of their files, sorted by key."""
    search = _Search(drift, knowledge)
    writers = map(search.writer, sorted(search.suspects.keys & drift.history.recorded))
    return {writer.key: writer for writer in writers if writer is not None}


class _Search:
    """The facts that the searches for the writers of one history share."""

    def __init__(self, drift: Drift, knowledge: Knowledge) -> None:
        self.history, self.release, self.knowledge = drift.history, drift.release, knowledge
        self.position = drift.history.first_position
        self.suspects = suspects_of(knowledge, drift.release)
        self.fitting_releases = FittingReleases(drift.release, drift.history, knowledge)

    def writer(self, key: MigrationKey) -> Writer | None:
        """What wrote a row, or None if it was the file that bears its name now."""
        after = self.suspects.contents[key]
        squash = self.suspects.replaced.get(key)
        reuse = self.suspects.reused.get(key)
        if squash is not None and self.position[key] < self.position.get(squash, -1):
            return Writer(key, WriterKind.REPLACED, after, self._former_release(key), reuse, squash)
        releases = self.fitting_releases.of(self._row(key))
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
            for release in self.fitting_releases.own
        )

    def _is_older_than(self, key: MigrationKey, reuse: Reuse) -> bool:
        """Whether a row is surely older than the file that bears its name now."""
        moments = self.knowledge.history.commits[reuse.start.commit].moments
        return bool(moments) and is_surely_before(self._row(key), min(moments))

    def _row(self, key: MigrationKey) -> Row:
        """The first row of a migration."""
        return self.history.rows[self.position[key]]
