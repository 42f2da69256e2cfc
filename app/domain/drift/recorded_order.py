"""
The recorded order, for people: Django never compares ids or times, so nothing here blocks anything.

For each edge whose two rows stand the other way round: is that *explained* by something legitimate, *ambiguous*
because ids and times do not tell the same story, or *unexplained*?
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from app.domain.deploys import DEPLOY_GAP
from app.domain.drift.inversion import Inversion, InversionReason
from app.domain.history import History
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph

BASELINE = 20
"""So many rows within `BASELINE_TIME` are of one run: a faked baseline, or a quick first migrate."""

BASELINE_TIME = timedelta(seconds=5)

NUMBER = re.compile(r"\d+")


def inversions(
    release: Release, history: History, graph: MigrationGraph, *, earlier: Sequence[Release] = ()
) -> tuple[Inversion, ...]:
    """
    Every edge of the graph whose rows stand the other way round, sorted. Linear in rows and edges.

    `earlier` are releases that this history may have run before: an edge that one of them lacks was added later.
    """
    rows = _RecordedRows(release, history, graph, earlier)
    found = (
        Inversion(child, parent, reason)
        for child, parent in rows.odd()
        if (reason := rows.reason(child, parent)) is not None
    )
    return tuple(sorted(found))


class _RecordedRows:
    """The rows by position and time, and what may explain them."""

    def __init__(
        self, release: Release, history: History, graph: MigrationGraph, earlier: Sequence[Release]
    ) -> None:
        self.release = release
        self.history = history
        self.graph = graph
        self.earlier = earlier
        self.first = history.first_position

    def odd(self) -> Iterator[tuple[MigrationKey, MigrationKey]]:
        """The edges of which the child's row stands before the parent's, by position or by time."""
        if self.graph.missing:
            return  # Django cannot build this graph; its edges say nothing
        before: set[MigrationKey] = set()
        by_position: set[tuple[MigrationKey, MigrationKey]] = set()
        for key in self.first:
            parents = self.graph.parents.get(key)
            if parents and not parents <= before:
                by_position.update((key, parent) for parent in parents - before if parent in self.first)
            before.add(key)
        yield from by_position
        if self.history.in_time:
            return
        for key in self.first:
            for parent in self.graph.parents.get(key, ()):
                if (key, parent) not in by_position and parent in self.first and self._earlier(key, parent):
                    yield key, parent

    def reason(self, child: MigrationKey, parent: MigrationKey) -> InversionReason | None:
        """Why; None where it is no inversion at all: what the parent replaces was recorded before."""
        by_graph = self._by_graph(child, parent)
        if by_graph is not None:
            return (
                None
                if by_graph is InversionReason.SQUASH and self._replaced_before(child, parent)
                else by_graph
            )
        return self._by_rows(child, parent)

    def _by_graph(self, child: MigrationKey, parent: MigrationKey) -> InversionReason | None:
        migrations = self.release.migrations
        if migrations[child].replaces or migrations[parent].replaces:
            return InversionReason.SQUASH
        if any(child in squash.replaces and parent in squash.replaces for squash in self.release.squashes):
            return InversionReason.INSIDE_SQUASH
        if "_squashed" in parent.name or "_squashed" in child.name or {child, parent} & self._once_squashes:
            return InversionReason.FORMER_SQUASH
        if any(child in named and parent not in named[child] for named in self._named_earlier):
            return InversionReason.EDGE_ADDED_LATER
        if parent not in migrations[child].dependencies and any(
            reference.app_label == SETTING
            or (reference.app_label == parent.app_label and reference.name in (FIRST, LATEST))
            for reference in migrations[child].dependencies
        ):
            return InversionReason.MOVING_DEPENDENCY
        return self._by_ghosts(child, parent)

    def _by_ghosts(self, child: MigrationKey, parent: MigrationKey) -> InversionReason | None:
        """Rows without files in the parent's app, recorded before the child: the parent under an older name."""
        ghosts = [
            ghost for ghost in self._ghosts.get(parent.app_label, ()) if self.first[ghost] < self.first[child]
        ]
        if any(_number(ghost) == _number(parent) is not None for ghost in ghosts):
            return InversionReason.RENAMED
        if any(
            self.first.get(MigrationKey(label, parent.name), len(self.first)) < self.first[child]
            for label in self._former_labels.get(parent.app_label, ())
        ):
            return InversionReason.RENAMED
        is_root = all(other.app_label != parent.app_label for other in self.graph.parents[parent])
        return InversionReason.FORMER_SQUASH if ghosts and is_root else None

    def _by_rows(self, child: MigrationKey, parent: MigrationKey) -> InversionReason:
        by_position = self.first[child] < self.first[parent]
        if not by_position:
            return InversionReason.CLOCK
        start, end = self._time(child), self._time(parent)
        if start is None or end is None:
            return InversionReason.UNKNOWN
        if start == end:
            return InversionReason.TIE
        if start > end:
            return InversionReason.IDS
        if self._faked(child, parent):
            return InversionReason.BASELINE
        if self._re_recorded(child, parent):
            return InversionReason.RE_RECORDED
        if end.microsecond == 0 and self._precise:
            return InversionReason.REPAIR
        return InversionReason.UNKNOWN

    def _replaced_before(self, child: MigrationKey, parent: MigrationKey) -> bool:
        replaced = self.release.migrations[parent].replaces
        return bool(replaced) and all(
            self.first.get(key, len(self.first)) < self.first[child] for key in replaced
        )

    def _faked(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether both rows stand in a crowd that was recorded in one moment."""
        low, high = self.first[child], self.first[parent]
        if high - low + 1 < BASELINE:
            low, high = max(0, high - BASELINE + 1), low + BASELINE - 1
        crowd = [time for time in self._times[low : high + 1] if time is not None]
        return len(crowd) >= BASELINE and max(crowd) - min(crowd) <= BASELINE_TIME

    def _re_recorded(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether every row of the parent's app stands after the child, in one run of at least two."""
        label = parent.app_label
        return label in self._of_one_run and self._positions[label][0] > self.first[child]

    def _earlier(self, child: MigrationKey, parent: MigrationKey) -> bool:
        start, end = self._time(child), self._time(parent)
        return start is not None and end is not None and start < end

    def _time(self, key: MigrationKey) -> datetime | None:
        return self._times[self.first[key]]

    @cached_property
    def _times(self) -> list[datetime | None]:
        return [row.applied_at for row in self.history.rows]

    @cached_property
    def _precise(self) -> bool:
        """Whether times here usually have a fraction: a second-precise column never does."""
        times = [time for time in self._times if time is not None]
        return 2 * sum(time.microsecond != 0 for time in times) > len(times)

    @cached_property
    def _once_squashes(self) -> frozenset[MigrationKey]:
        """What was a squash in an earlier release: a row keeps its place when `replaces` is taken out."""
        return frozenset(squash.key for other in self.earlier for squash in other.squashes)

    @cached_property
    def _named_earlier(self) -> list[Mapping[MigrationKey, set[MigrationKey]]]:
        return [_named(other) for other in self.earlier]

    @cached_property
    def _ghosts(self) -> Mapping[str, list[MigrationKey]]:
        ghosts: dict[str, list[MigrationKey]] = {}
        for key in self.first.keys() - self.release.migrations.keys():
            ghosts.setdefault(key.app_label, []).append(key)
        return ghosts

    @cached_property
    def _former_labels(self) -> Mapping[str, list[str]]:
        """For each app, its older labels: only rows bear them, and all their names, two at least, are of this app."""
        names: dict[str, set[str]] = {}
        for key in self.release.migrations:
            names.setdefault(key.app_label, set()).add(key.name)
        gone = {
            label: {ghost.name for ghost in ghosts}
            for label, ghosts in self._ghosts.items()
            if label not in names and len(ghosts) > 1
        }
        return {app: [label for label in gone if gone[label] <= names[app]] for app in names}

    @cached_property
    def _positions(self) -> Mapping[str, list[int]]:
        """Where the rows of each app stand, ascending; of duplicates the first."""
        positions: dict[str, list[int]] = {}
        for key, position in self.first.items():
            positions.setdefault(key.app_label, []).append(position)
        return positions

    @cached_property
    def _of_one_run(self) -> frozenset[str]:
        """The apps with two rows at least, none of which is far in time from the next."""
        found = set()
        for label, positions in self._positions.items():
            times = sorted(time for at in positions if (time := self._times[at]) is not None)
            if len(times) > 1 and all(later - sooner <= DEPLOY_GAP for sooner, later in pairwise(times)):
                found.add(label)
        return frozenset(found)


def _named(release: Release) -> Mapping[MigrationKey, set[MigrationKey]]:
    """For each migration of a release what it needs by name, `run_before` of others included."""
    named = {key: set(migration.dependencies) for key, migration in release.migrations.items()}
    for key, migration in release.migrations.items():
        for child in migration.run_before:
            if child in named:
                named[child].add(key)
    return named


def _number(key: MigrationKey) -> str | None:
    found = NUMBER.match(key.name)
    return found and found[0]
