"""The releases that can have written a row: those that fit to the whole run in which it was recorded."""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cached_property

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.row_time import is_surely_before
from app.domain.provenance.writers.runs import Run, runs
from app.domain.release import Release


class _Extent(Enum):
    """How much of a release must be recorded by the end of a run that it is said to have written."""

    RELEASE = "release"
    """All of it: nothing was left to run."""
    APP = "app"
    """All of the app of the migration: `migrate orders`."""
    RUN = "run"
    """No more than the run itself: `migrate orders 0002`."""


class FittingReleases:
    """
    The search for the releases that can have written the rows of one history.

    `own` are the release that the history is compared with and those before it, `others` are newer or of branches.
    """

    def __init__(self, release: Release, history: History, knowledge: Knowledge) -> None:
        self.release, self.history, self.knowledge = release, history, knowledge
        self.own = (*knowledge.earlier_than(release), release)
        self._answers: dict[tuple[int, int, _Extent, str], bool] = {}

    @cached_property
    def others(self) -> Sequence[Release]:
        """Newer releases, and those of branches."""
        return [
            known_release
            for known_release in self.knowledge.releases
            if known_release.fingerprint != self.release.fingerprint
            and not self.knowledge.is_earlier(known_release, self.release)
        ]

    def of(self, row: Row) -> Sequence[Release]:
        """
        The releases that can have written the first row of a migration, oldest first.

        The own ones go before the others, and a release that was run as a whole before one of which a part was run.
        """
        for releases in (self.own, self.others):
            for extent in _Extent:
                fitting = [
                    release
                    for release in releases
                    if row.key in release.migrations
                    and self._is_early_enough(release, row)
                    and self._fits(release, row.key, extent)
                ]
                if fitting:
                    return fitting
        return ()

    def _is_early_enough(self, release: Release, row: Row) -> bool:
        moment = self.knowledge.moment(release)
        return moment is None or not is_surely_before(row, moment)

    def _fits(self, release: Release, key: MigrationKey, extent: _Extent) -> bool:
        """Whether a release can have written the run in which a migration was recorded; each question is asked once."""
        number = self._run_numbers[key]
        app_label = key.app_label if extent is _Extent.APP else ""
        question = (number, id(release), extent, app_label)
        if question not in self._answers:
            run = self._runs[number]
            to_record = release.keys_to_record
            match extent:
                case _Extent.RELEASE:
                    required = to_record
                case _Extent.APP:
                    required = frozenset(each for each in to_record if each.app_label == app_label)
                case _:
                    required = frozenset()
            labels = release.apps | self.release.apps
            written = {each for each in run.keys if each.app_label in labels}
            self._answers[question] = written <= to_record and required <= run.recorded
        return self._answers[question]

    @cached_property
    def _runs(self) -> Sequence[Run]:
        return tuple(runs(self.history.rows))

    @cached_property
    def _run_numbers(self) -> Mapping[MigrationKey, int]:
        """The number of the run in which each migration was recorded first."""
        numbers: dict[MigrationKey, int] = {}
        for number, run in enumerate(self._runs):
            for key in run.keys:
                numbers.setdefault(key, number)
        return numbers
