"""
The bands of the default view: one for each group of findings that share a migration, or lie in one lane alone.

    1  orders.0001 needs users.0010, which has no row
       users     (8) <-- 0009 <-- [0010] <------- 0011
       orders                        ^-- [0001] <-- 0002

A band shows the migrations of its findings and their direct neighbours, and has lanes for the apps of the findings
only. Its size depends on the findings, not on the size of the release.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.map.chart import Chart
from app.domain.map.topology import Keys
from app.domain.status import SEVERITY, Status

MAX_NEIGHBOURS = 3
"""A card shows this many neighbours on each side and counts the others."""
MAX_CARDS = 24
"""A band shows this many migrations of its findings; the others are in capsules."""
MAX_LANES = 8
"""A band has this many lanes at most."""
MAX_CARDS_OF_LANE = 8
"""Bands of one and the same lane are one band with this many cards at most."""


@dataclass(frozen=True, slots=True)
class Band:
    """
    One group of findings and what is shown of it.

    `findings` are sorted, the worst first; a band around one migration has none. `cards` are the migrations that the
    findings name, `neighbours` their parents and children that are shown too. `apps` are the labels of the lanes from
    the top down, with the app of a missing dependency above the app that needs it.
    """

    findings: tuple[Finding, ...]
    cards: Keys
    neighbours: frozenset[MigrationKey]
    apps: tuple[str, ...]

    @property
    def shown(self) -> frozenset[MigrationKey]:
        """The migrations that have a mark of their own."""
        return self.neighbours.union(self.cards)

    def with_limits(self, chart: Chart, *, max_cards: int, max_neighbours: int, max_lanes: int) -> "Band":
        """The same band with fewer cards, fewer neighbours on each side of a card, and fewer lanes."""
        cards = self.cards[:max_cards]
        labels = frozenset(list(dict.fromkeys(key.app_label for key in cards))[:max_lanes])
        cards = tuple(key for key in cards if key.app_label in labels)
        apps = tuple(label for label in self.apps if label in labels)
        neighbours = _neighbours(chart, cards, apps, limit=max_neighbours)
        return replace(self, cards=cards, neighbours=neighbours, apps=apps)


def bands(drift: Drift, chart: Chart, *, focus: MigrationKey | None = None) -> tuple[Band, ...]:
    """
    The bands of one comparison, in the order of their first findings.

    Without a finding there is one band, around the first pending migration; if nothing is pending, there is none. A
    `focus` that no band shows joins the first band that has a lane for its app, and this band moves to the front.
    Without such a band it gets one of its own in front of the others.
    """
    all_bands = _one_for_each_lane(chart, [_band(chart, group) for group in _groups(drift, chart)])
    if not all_bands:
        first = _first_pending(drift, chart)
        all_bands = [_band_around(chart, first)] if first else []
    if focus is None or focus not in chart.statuses or any(focus in band.shown for band in all_bands):
        return tuple(all_bands)
    for index, band in enumerate(all_bands):
        if focus.app_label in band.apps:
            new_marks = _neighbours(chart, (focus,), band.apps) | {focus}
            neighbours = (band.neighbours | new_marks).difference(band.cards)
            first_band = replace(band, neighbours=neighbours)
            return (first_band, *all_bands[:index], *all_bands[index + 1 :])
    return (_band_around(chart, focus), *all_bands)


def _groups(drift: Drift, chart: Chart) -> list[list[Finding]]:
    """
    The findings in groups: two that share a migration, directly or through others, are in one group.

    Each group, and the groups by their first findings, are in the order of all findings.
    """
    group_of: dict[MigrationKey, list[Finding]] = {}
    for finding in drift.findings:
        keys = [key for key in (finding.subject, *finding.related) if key in chart.statuses]
        if not keys:
            continue
        group: list[Finding] = []
        old_groups = {id(group_of[key]): group_of[key] for key in keys if key in group_of}
        if old_groups:
            group, *smaller_groups = sorted(old_groups.values(), key=len, reverse=True)
            for smaller in smaller_groups:
                group += smaller
                for other in smaller:
                    group_of.update(dict.fromkeys((other.subject, *other.related), group))
        group.append(finding)
        group_of.update(dict.fromkeys((finding.subject, *finding.related), group))
    unique = {id(group): group for group in group_of.values()}
    places = {finding: place for place, finding in enumerate(drift.findings)}
    in_order = (sorted(group, key=places.__getitem__) for group in unique.values())
    return sorted(in_order, key=lambda group: places[group[0]])


def _one_for_each_lane(chart: Chart, all_bands: Iterable[Band]) -> list[Band]:
    """The bands, where those that have one and the same lane are one: each would show the others as capsules."""
    merged: list[Band] = []
    place_of_lane: dict[tuple[str, ...], int] = {}
    for band in all_bands:
        place = place_of_lane.get(band.apps)
        if place is not None and len(merged[place].cards) + len(band.cards) <= MAX_CARDS_OF_LANE:
            merged[place] = _band(chart, [*merged[place].findings, *band.findings])
            continue
        if len(band.apps) == 1:
            place_of_lane[band.apps] = len(merged)
        merged.append(band)
    return merged


def _band(chart: Chart, findings: list[Finding]) -> Band:
    cards = tuple(
        dict.fromkeys(
            key
            for finding in findings
            for key in (finding.subject, *finding.related)
            if key in chart.statuses
        )
    )
    dependency_apps = {
        key.app_label
        for finding in findings
        if finding.code is Code.MISSING_DEPENDENCY
        for key in finding.related
    }
    subject_apps = {finding.subject.app_label for finding in findings} - dependency_apps
    lane_numbers = chart.topology.lane_number
    labels = {key.app_label for key in cards}
    apps = tuple(
        sorted(
            labels,
            key=lambda label: (
                label not in dependency_apps,
                label not in subject_apps,
                lane_numbers[label],
            ),
        )
    )
    return Band(tuple(findings), cards, _neighbours(chart, cards[:MAX_CARDS], apps), apps)


def _band_around(chart: Chart, key: MigrationKey) -> Band:
    """A band around one migration. Having few lanes, it also has those of its neighbours in other apps."""
    neighbours = sorted(
        (*chart.topology.parents[key][:MAX_NEIGHBOURS], *chart.topology.children[key][:MAX_NEIGHBOURS]),
        key=lambda other: (other.app_label != key.app_label, other),
    )
    labels = dict.fromkeys((key.app_label, *(other.app_label for other in neighbours)))
    apps = frozenset(list(labels)[:MAX_LANES])
    lanes = tuple(sorted(apps, key=chart.topology.lane_number.__getitem__))
    return Band((), (key,), _neighbours(chart, (key,), lanes), lanes)


def _neighbours(
    chart: Chart, cards: Keys, apps: Iterable[str], *, limit: int = MAX_NEIGHBOURS
) -> frozenset[MigrationKey]:
    """
    The direct neighbours of the cards in these apps: at most `limit` parents and `limit` children of each card.

    Neighbours in the app of the card are taken first, then those with the worst status.
    """
    labels = frozenset(apps)
    neighbours: set[MigrationKey] = set()
    for key in cards:

        def sort_key(other: MigrationKey, app_label: str = key.app_label) -> tuple[bool, int, MigrationKey]:
            return other.app_label != app_label, SEVERITY[chart.statuses[other]], other

        for keys in (chart.topology.parents[key], chart.topology.children[key]):
            candidates = [other for other in keys if other.app_label in labels]
            neighbours.update(sorted(candidates, key=sort_key)[:limit])
        if key in chart.topology.recorded_before:
            neighbours.add(chart.topology.recorded_before[key])
    return frozenset(neighbours.difference(cards))


def _first_pending(drift: Drift, chart: Chart) -> MigrationKey | None:
    """The first migration of the plan; without a plan, the first pending one."""
    if drift.outcome.plan:
        return drift.outcome.plan[0]
    return next((key for key in chart.topology.order if chart.statuses[key] is Status.PENDING), None)
