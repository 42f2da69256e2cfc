"""
The recorded order: which rows stand in the other order than the graph says, and why.

This is for people. Django never compares ids or times, so nothing here blocks anything.

An edge whose two rows stand the other way round is an *inversion*. It is *explained* when it has a legitimate reason,
*ambiguous* when ids and times do not tell the same story, and *unexplained* otherwise.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from app.domain.deploys import DEPLOY_GAP
from app.domain.drift.order.inversion import Inversion, InversionReason
from app.domain.history import History
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph

MIN_BASELINE_ROWS = 20
"""This many rows within `BASELINE_TIME` come from one run: a faked baseline, or a quick first migrate."""

BASELINE_TIME = timedelta(seconds=5)

NUMBER = re.compile(r"\d+")
"""Matches the number at the start of a migration's name."""


def inversions_of(
    release: Release, history: History, graph: MigrationGraph, *, earlier: Sequence[Release] = ()
) -> tuple[Inversion, ...]:
    """
    Return every edge of the graph whose rows stand the other way round, sorted. Linear in rows and edges.

    `earlier` are releases that this history may have run before. They explain, for one, an edge that they do not have.
    """
    rows = _RecordedRows(release, history, graph, earlier)
    inversions = (
        Inversion(child, parent, reason)
        for child, parent in rows.inverted_edges()
        if (reason := rows.reason(child, parent)) is not None
    )
    return tuple(sorted(inversions))


class _RecordedRows:
    """The rows by position and by time, and what explains their order. The first row of a key counts."""

    def __init__(
        self, release: Release, history: History, graph: MigrationGraph, earlier: Sequence[Release]
    ) -> None:
        self.release = release
        self.history = history
        self.graph = graph
        self.earlier_releases = earlier
        self.position = history.first_position

    def inverted_edges(self) -> Iterator[tuple[MigrationKey, MigrationKey]]:
        """Yield each edge, as child and parent, whose child's row is before the parent's, by position or by time."""
        if self.graph.missing:
            return  # Django cannot build this graph; its edges say nothing
        passed: set[MigrationKey] = set()
        by_position: set[tuple[MigrationKey, MigrationKey]] = set()
        for key in self.position:
            parents = self.graph.parents.get(key)
            if parents and not parents <= passed:
                by_position.update((key, parent) for parent in parents - passed if parent in self.position)
            passed.add(key)
        yield from by_position
        if self.history.is_in_time_order:
            return
        for key in self.position:
            for parent in self.graph.parents.get(key, ()):
                if (key, parent) in by_position or parent not in self.position:
                    continue
                if self._is_earlier(key, parent):
                    yield key, parent

    def reason(self, child: MigrationKey, parent: MigrationKey) -> InversionReason | None:
        """
        Return the reason of an inverted edge.

        It is None when the edge is no inversion after all: the parent is a squash, and the rows of everything that it
        replaces are before the child's.
        """
        reason = self._reason_in_graph(child, parent)
        if reason is None:
            return self._reason_in_rows(child, parent)
        if reason is InversionReason.SQUASH and self._is_replaced_before(child, parent):
            return None
        return reason

    def _reason_in_graph(self, child: MigrationKey, parent: MigrationKey) -> InversionReason | None:
        migrations = self.release.migrations
        if migrations[child].replaces or migrations[parent].replaces:
            return InversionReason.SQUASH
        if any(child in squash.replaces and parent in squash.replaces for squash in self.release.squashes):
            return InversionReason.INSIDE_SQUASH
        if (
            "_squashed" in parent.name
            or "_squashed" in child.name
            or {child, parent} & self._earlier_squashes
        ):
            return InversionReason.FORMER_SQUASH
        if any(child in parents and parent not in parents[child] for parents in self._earlier_parents):
            return InversionReason.EDGE_ADDED_LATER
        if parent not in migrations[child].dependencies and any(
            reference.app_label == SETTING
            or (reference.app_label == parent.app_label and reference.name in (FIRST, LATEST))
            for reference in migrations[child].dependencies
        ):
            return InversionReason.MOVING_DEPENDENCY
        return self._reason_in_unknown_rows(child, parent)

    def _reason_in_unknown_rows(self, child: MigrationKey, parent: MigrationKey) -> InversionReason | None:
        """A row without a file, recorded before the child, may be the parent under an older name or label."""
        unknown_rows = [
            key
            for key in self._unknown_rows.get(parent.app_label, ())
            if self.position[key] < self.position[child]
        ]
        number = _number(parent)
        if number is not None and any(_number(key) == number for key in unknown_rows):
            return InversionReason.RENAMED
        if any(
            self._is_recorded_before(MigrationKey(label, parent.name), child)
            for label in self._former_labels.get(parent.app_label, ())
        ):
            return InversionReason.RENAMED
        is_root = all(key.app_label != parent.app_label for key in self.graph.parents[parent])
        return InversionReason.FORMER_SQUASH if unknown_rows and is_root else None

    def _reason_in_rows(self, child: MigrationKey, parent: MigrationKey) -> InversionReason:
        if self.position[child] >= self.position[parent]:
            return InversionReason.CLOCK
        child_time, parent_time = self._time(child), self._time(parent)
        if child_time is None or parent_time is None:
            return InversionReason.UNKNOWN
        if child_time == parent_time:
            return InversionReason.TIE
        if child_time > parent_time:
            return InversionReason.IDS
        if self._is_baseline(child, parent):
            return InversionReason.BASELINE
        if self._is_re_recorded(child, parent):
            return InversionReason.RE_RECORDED
        if parent_time.microsecond == 0 and self._has_fractions:
            return InversionReason.REPAIR
        return InversionReason.UNKNOWN

    def _is_replaced_before(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether the parent is a squash and everything that it replaces was recorded before the child."""
        replaced = self.release.migrations[parent].replaces
        return bool(replaced) and all(self._is_recorded_before(key, child) for key in replaced)

    def _is_recorded_before(self, key: MigrationKey, child: MigrationKey) -> bool:
        return self.position.get(key, len(self.position)) < self.position[child]

    def _is_baseline(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether both rows are among at least `MIN_BASELINE_ROWS` rows within `BASELINE_TIME`."""
        first, last = self.position[child], self.position[parent]
        if last - first + 1 < MIN_BASELINE_ROWS:
            first, last = max(0, last - MIN_BASELINE_ROWS + 1), first + MIN_BASELINE_ROWS - 1
        times = [time for time in self._times[first : last + 1] if time is not None]
        return len(times) >= MIN_BASELINE_ROWS and max(times) - min(times) <= BASELINE_TIME

    def _is_re_recorded(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether every row of the parent's app is after the child's row, and they come from one run."""
        label = parent.app_label
        return label in self._apps_of_one_run and self._positions[label][0] > self.position[child]

    def _is_earlier(self, child: MigrationKey, parent: MigrationKey) -> bool:
        child_time, parent_time = self._time(child), self._time(parent)
        return child_time is not None and parent_time is not None and child_time < parent_time

    def _time(self, key: MigrationKey) -> datetime | None:
        return self._times[self.position[key]]

    @cached_property
    def _times(self) -> list[datetime | None]:
        return [row.applied_at for row in self.history.rows]

    @cached_property
    def _has_fractions(self) -> bool:
        """Whether most times have a fraction of a second. None has one when the column holds whole seconds."""
        times = [time for time in self._times if time is not None]
        return 2 * sum(time.microsecond != 0 for time in times) > len(times)

    @cached_property
    def _earlier_squashes(self) -> frozenset[MigrationKey]:
        """The squashes of earlier releases. Their rows keep their position when `replaces` is removed."""
        return frozenset(squash.key for release in self.earlier_releases for squash in release.squashes)

    @cached_property
    def _earlier_parents(self) -> list[Mapping[MigrationKey, set[MigrationKey]]]:
        """The named parents of each migration, for each earlier release."""
        return [_named_parents(release) for release in self.earlier_releases]

    @cached_property
    def _unknown_rows(self) -> Mapping[str, list[MigrationKey]]:
        """For each app label, the keys of its rows without a file."""
        unknown_rows: dict[str, list[MigrationKey]] = {}
        for key in self.position.keys() - self.release.migrations.keys():
            unknown_rows.setdefault(key.app_label, []).append(key)
        return unknown_rows

    @cached_property
    def _former_labels(self) -> Mapping[str, list[str]]:
        """
        For each app, the labels that it may have had before.

        Such a label has no files, at least two rows, and no row whose name the app does not have.
        """
        names: dict[str, set[str]] = {}
        for key in self.release.migrations:
            names.setdefault(key.app_label, set()).add(key.name)
        names_without_files = {
            label: {key.name for key in keys}
            for label, keys in self._unknown_rows.items()
            if label not in names and len(keys) > 1
        }
        return {
            app: [label for label, row_names in names_without_files.items() if row_names <= app_names]
            for app, app_names in names.items()
        }

    @cached_property
    def _positions(self) -> Mapping[str, list[int]]:
        """For each app label, the positions of its rows, ascending."""
        positions: dict[str, list[int]] = {}
        for key, position in self.position.items():
            positions.setdefault(key.app_label, []).append(position)
        return positions

    @cached_property
    def _apps_of_one_run(self) -> frozenset[str]:
        """The apps with at least two rows, none of them more than `DEPLOY_GAP` after the one before it."""
        labels = set()
        for label, positions in self._positions.items():
            times = sorted(time for position in positions if (time := self._times[position]) is not None)
            if len(times) > 1 and all(later - sooner <= DEPLOY_GAP for sooner, later in pairwise(times)):
                labels.add(label)
        return frozenset(labels)


def _named_parents(release: Release) -> Mapping[MigrationKey, set[MigrationKey]]:
    """For each migration, its dependencies as it names them, and the migrations whose `run_before` names it."""
    parents = {key: set(migration.dependencies) for key, migration in release.migrations.items()}
    for key, migration in release.migrations.items():
        for child in migration.run_before:
            if child in parents:
                parents[child].add(key)
    return parents


def _number(key: MigrationKey) -> str | None:
    match = NUMBER.match(key.name)
    return match and match[0]
