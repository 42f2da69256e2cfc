"""One column: all marks of an environment. Environments with the same marks share one column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.findings import Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.parts import noun_of
from app.domain.keys import MigrationKey
from app.domain.matrix.mark import APPLIED, AppCell, Blank, Cell, Mark, Marks, joined, marks_of
from app.domain.release import Release
from app.domain.status import Status

NOTHING: Marks = {}


@dataclass(frozen=True, eq=False)
class Column:
    """
    What an environment has of every migration.

    `marks` are those that are not simply applied. `blank` says why the others are not known, None where all was seen:
    what is quiet is shown only where nothing is left unseen. `blocking` are the apps of the findings that block.
    `noun` is what it has several of, a database or a schema.
    """

    verdict: Verdict
    release: Release | None
    marks: Marks
    blank: Blank | None = None
    blocking: frozenset[str] = frozenset()
    noun: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether at least one table of it was seen and judged."""
        return (
            self.blank is None or bool(self.marks) or self.verdict not in (Verdict.UNSEEN, Verdict.NOT_JUDGED)
        )

    def cell(self, key: MigrationKey) -> Cell:
        """What stands where the row of a migration meets this column."""
        mark = self.marks.get(key)
        if self.blank is not None and (mark is None or mark.is_quiet):
            return self.blank
        if mark is not None:
            return mark
        return APPLIED if self.release is not None and key in self.release.migrations else Blank.ABSENT

    def app_cell(self, app: str) -> AppCell | Blank:
        """What stands where the row of an app meets this column; something quiet counts as applied."""
        cell = self.apps.get(app)
        if cell is not None:
            return cell
        if self.blank is not None:
            return self.blank
        is_there = self.release is not None and app in self.release.apps
        return AppCell(APPLIED, 0, 0) if is_there or app in self._quiet_apps else Blank.ABSENT

    @cached_property
    def differing(self) -> Mapping[str, tuple[MigrationKey, ...]]:
        """By app, the migrations about which something is to be done."""
        by_app: dict[str, list[MigrationKey]] = {}
        for key, mark in self.marks.items():
            if not mark.is_quiet:
                by_app.setdefault(key.app_label, []).append(key)
        return {app: tuple(keys) for app, keys in by_app.items()}

    @cached_property
    def apps(self) -> Mapping[str, AppCell]:
        """The apps about which something is to be done, with their cells."""
        return {app: _app_cell([self.marks[key] for key in keys]) for app, keys in self.differing.items()}

    @cached_property
    def _quiet_apps(self) -> frozenset[str]:
        return frozenset(key.app_label for key in self.marks)

    @property
    def signature(self) -> tuple[object, ...]:
        """Two columns with the same one have the same cells."""
        release = None if self.release is None else self.release.fingerprint
        marks = frozenset(self.marks.items())
        return (self.verdict, release, marks, self.blank, self.blocking, self.noun)


def _app_cell(marks: list[Mark]) -> AppCell:
    worst = min(marks, key=lambda mark: (mark.rank, mark.code or "", -mark.tables))
    return AppCell(
        worst,
        sum((mark.status, mark.code) == (worst.status, worst.code) for mark in marks),
        sum(mark.status is Status.PENDING for mark in marks),
    )


def column_of(sighting: Sighting, release: Release | None) -> Column:
    """The column of one environment that is held against this release."""
    parts = sighting.parts or (sighting,)
    judged = [(part.drift, part.size) for part in parts if part.is_judged and part.drift is not None]
    blank = next(_blanks(parts), None)
    if not judged:
        return Column(sighting.verdict, release, NOTHING, blank)
    is_one = sighting.size == 1
    marks = marks_of(judged[0][0]) if is_one else joined(judged, sighting.size)
    blocking = {key.app_label for finding in sighting.blockers for key in (finding.subject, *finding.related)}
    return Column(
        sighting.verdict, release, marks, blank, frozenset(blocking), "" if is_one else noun_of(parts)
    )


def _blanks(parts: tuple[Sighting, ...]) -> Iterator[Blank]:
    """Yield why the parts that say nothing do not, the worst first."""
    for part in parts:
        if not part.is_judged:
            yield Blank.NOT_JUDGED if part.verdict is Verdict.NOT_JUDGED else Blank.UNSEEN
