"""
Which release an environment was held against, and from when on.

    told        by a deployment, from when both it and its release were known
    declared    the label that driftboard.toml names today, where it pointed then
    newest      the label that had moved last
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.domain.fleet.deployment import MIN_COMMIT_DIGITS, Deployment, deployed
from app.domain.label import Label


@dataclass(frozen=True, slots=True)
class LabelPoint:
    """A label pointed to a release from a moment on, or was removed then, having pointed to it."""

    id: int
    label: Label
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Placements:
    """The moments at which the release changed, rising, and the release from each on; None where none was known."""

    moments: tuple[datetime, ...] = ()
    releases: tuple[Label | None, ...] = ()

    def at(self, moment: datetime) -> Label | None:
        """The release at a moment."""
        place = bisect_right(self.moments, moment)
        return self.releases[place - 1] if place else None

    def since(self, moment: datetime) -> "Placements":
        """Those since a moment, and the last one before it."""
        place = max(0, bisect_left(self.moments, moment) - 1)
        return Placements(self.moments[place:], self.releases[place:])

    def until(self, moment: datetime | None) -> "Placements":
        """Those before a moment; all for None."""
        place = len(self.moments) if moment is None else bisect_left(self.moments, moment)
        return Placements(self.moments[:place], self.releases[:place])

    @classmethod
    def of(cls, steps: Iterable[tuple[datetime, Label | None]]) -> "Placements":
        """Those of steps that come in the order of what counts; no moment goes back, and only changes stay."""
        moments: list[datetime] = []
        releases: list[Label | None] = []
        for given, release in steps:
            at = max(given, moments[-1]) if moments else given
            if releases and releases[-1] == release:
                continue
            if moments and moments[-1] == at:
                releases[-1] = release
                continue
            moments.append(at)
            releases.append(release)
        return cls(tuple(moments), tuple(releases))


class PlacementsOfAll:
    """The placements of every environment of a project. `points` come in the order in which they were stored."""

    def __init__(self, points: Sequence[LabelPoint], deployments: Iterable[Deployment]) -> None:
        self._points = points
        self._told: dict[str, list[Deployment]] = {}
        for each in deployments:
            self._told.setdefault(each.environment, []).append(each)
        self._of_label: dict[str | None, Placements] = {}
        self._of_environment: dict[tuple[str, str | None], Placements] = {}
        self._places: dict[str, list[Label]] = {}
        for point in reversed(points):
            if not point.is_removed:
                names = {point.label.label, (point.label.commit or "")[:MIN_COMMIT_DIGITS].lower()}
                for name in names - {""}:
                    self._places.setdefault(name, []).append(point.label)

    def of(self, environment: str, declared: str | None) -> Placements:
        """Those of one environment; `declared` is the label that the settings name for it."""
        told = self._told.get(environment, [])
        if not told:
            return self._meant(declared)
        known = self._of_environment.get((environment, declared))
        if known is None:
            meant = self._meant(declared)
            place = bisect_left(meant.moments, told[0].received_at)
            before = zip(meant.moments[:place], meant.releases[:place], strict=True)
            known = Placements.of([*before, *(step for each in told for step in self._steps(each))])
            self._of_environment[environment, declared] = known
        return known

    @cached_property
    def label_moments(self) -> tuple[datetime, ...]:
        """When labels were added, moved or removed, in the order in which that was stored."""
        return tuple(point.label.added_at for point in self._points)

    def told_since(self, moment: datetime) -> frozenset[str]:
        """The environments of which a deployment was told since a moment."""
        return frozenset(
            slug for slug, told in self._told.items() if any(each.received_at >= moment for each in told)
        )

    @property
    def weight(self) -> int:
        """How many facts it holds."""
        return len(self._points) + sum(map(len, self._told.values()))

    def _steps(self, told: Deployment) -> Iterable[tuple[datetime, Label | None]]:
        label = deployed(told, self._named(told))
        if label is None or label.added_at > told.received_at:
            yield told.received_at, None
        if label is not None:
            yield max(told.received_at, label.added_at), label

    def _named(self, told: Deployment) -> Sequence[Label]:
        """The places that a deployment may mean, newest first."""
        names = {told.label or "", (told.commit or "")[:MIN_COMMIT_DIGITS].lower()} - {""}
        found = {id(place): place for name in names for place in self._places.get(name, ())}
        return sorted(found.values(), key=lambda place: place.added_at, reverse=True)

    def _meant(self, declared: str | None) -> Placements:
        """Where a label pointed; with None the label that had moved last, of those that there were."""
        if declared not in self._of_label:
            self._of_label[declared] = Placements.of(_steps_of(self._points, declared))
        return self._of_label[declared]


def _steps_of(points: Iterable[LabelPoint], declared: str | None) -> Iterable[tuple[datetime, Label | None]]:
    there: dict[str, Label] = {}  # the label that moved last stands last
    for point in points:
        name = point.label.label
        if declared not in (None, name):
            continue
        there.pop(name, None)
        if not point.is_removed:
            there[name] = point.label
        yield point.label.added_at, next(reversed(there.values()), None)
