"""
What the default view shows: one band for each group of findings that share a migration.

    1  orders.0001 needs users.0010, which has no row
       users     (8) <-- 0009 <-- [0010] <------- 0011
       orders                        ^-- [0001] <-- 0002

A band has the lanes of its own apps only; its findings' migrations are cards, their neighbours within one hop chips.
How much is drawn depends on the findings, never on the size of the release.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.map.chart import Chart
from app.domain.map.topology import Keys
from app.domain.status import SEVERITY, Status

NEIGHBOURS = 3
"""Neighbours shown per side of a finding's migration; more are counted."""
CARDS = 24
"""Findings' migrations shown as cards in one band; more lie in capsules."""
LANES = 8
"""Lanes of one band."""


@dataclass(frozen=True, slots=True)
class Band:
    """
    One group: its findings (worst first; none when the band goes around a migration), the migrations they are about,
    the neighbours shown beside these, and the apps whose lanes it has, a dependency's above its dependant's.
    """

    findings: tuple[Finding, ...]
    cards: Keys
    neighbours: frozenset[MigrationKey]
    apps: tuple[str, ...]

    @property
    def shown(self) -> frozenset[MigrationKey]:
        """Every migration that has a mark of its own."""
        return self.neighbours.union(self.cards)

    def drawn(self, chart: Chart, *, cards: int, neighbours: int, lanes: int) -> "Band":
        """The same band with no more than so many cards, neighbours on each side, and lanes."""
        kept = self.cards[:cards]
        labels = frozenset(list(dict.fromkeys(key.app_label for key in kept))[:lanes])
        kept = tuple(key for key in kept if key.app_label in labels)
        apps = tuple(label for label in self.apps if label in labels)
        return replace(
            self, cards=kept, neighbours=_neighbours(chart, kept, apps, limit=neighbours), apps=apps
        )


def bands(drift: Drift, chart: Chart, *, focus: MigrationKey | None = None) -> tuple[Band, ...]:
    """
    The bands of one comparison: worst first, then the most recently recorded, then by key.

    Without a finding there is one band, around the first pending migration; with nothing pending, none. A `focus` that
    no band shows joins the first band with its lane, or has a band of its own, before the others.
    """
    found = [_band(chart, group) for group in _groups(drift, chart)]
    cards = {key for band in found for key in band.cards}
    recorded = {row.key: place for place, row in enumerate(drift.history.rows) if row.key in cards}
    found.sort(key=lambda band: _weight(band, recorded))
    if not found:
        first = _first_pending(drift, chart)
        found = [_around(chart, first)] if first else []
    if focus is None or focus not in chart.statuses or any(focus in band.shown for band in found):
        return tuple(found)
    for place, band in enumerate(found):
        if focus.app_label in band.apps:
            beside = _neighbours(chart, (focus,), band.apps) | {focus}
            found[place] = replace(band, neighbours=(band.neighbours | beside).difference(band.cards))
            return (found[place], *found[:place], *found[place + 1 :])
    return (_around(chart, focus), *found)


def _groups(drift: Drift, chart: Chart) -> list[list[Finding]]:
    """Findings that share a migration, directly or through others, in groups."""
    group_of: dict[MigrationKey, list[Finding]] = {}
    for finding in drift.findings:
        keys = [key for key in (finding.subject, *finding.related) if key in chart.statuses]
        if not keys:
            continue
        merged = [finding]
        met: dict[int, list[Finding]] = {}
        for key in keys:
            if key in group_of:
                met[id(group_of[key])] = group_of[key]
        if met:
            home, *others = sorted(met.values(), key=len, reverse=True)
            for other in others:
                home += other
                for moved in other:
                    group_of.update(dict.fromkeys((moved.subject, *moved.related), home))
            home += merged
            merged = home
        group_of.update(dict.fromkeys((finding.subject, *finding.related), merged))
    unique = {id(group): group for group in group_of.values()}
    return [sorted(group) for group in unique.values()]


def _weight(band: Band, recorded: Mapping[MigrationKey, int]) -> tuple[Code, int, Keys]:
    latest = max((recorded.get(key, -1) for key in band.cards), default=-1)
    return (band.findings[0].code, -latest, band.cards)


def _band(chart: Chart, findings: list[Finding]) -> Band:
    cards = tuple(
        dict.fromkeys(
            key
            for finding in findings
            for key in (finding.subject, *finding.related)
            if key in chart.statuses
        )
    )
    above = {
        key.app_label
        for finding in findings
        if finding.code is Code.MISSING_DEPENDENCY
        for key in finding.related
    }
    below = {finding.subject.app_label for finding in findings} - above
    place = {label: at for at, label in enumerate(chart.topology.lanes)}
    labels = {key.app_label for key in cards}
    apps = tuple(sorted(labels, key=lambda label: (label not in above, label not in below, place[label])))
    return Band(tuple(findings), cards, _neighbours(chart, cards[:CARDS], apps), apps)


def _around(chart: Chart, key: MigrationKey) -> Band:
    """A band around one migration; the nearest neighbours of other apps join it, as it has so few lanes."""
    near = sorted(
        (*chart.topology.parents[key][:NEIGHBOURS], *chart.topology.children[key][:NEIGHBOURS]),
        key=lambda other: (other.app_label != key.app_label, other),
    )
    labels = dict.fromkeys((key.app_label, *(other.app_label for other in near)))
    apps = frozenset(list(labels)[:LANES])
    lanes = tuple(label for label in chart.topology.lanes if label in apps)
    return Band((), (key,), _neighbours(chart, (key,), lanes), lanes)


def _neighbours(
    chart: Chart, cards: Keys, apps: Iterable[str], *, limit: int = NEIGHBOURS
) -> frozenset[MigrationKey]:
    """What the cards need and what needs them, in these apps: at most `limit` on each side, the worst first."""
    labels = frozenset(apps)
    near: set[MigrationKey] = set()
    for key in cards:

        def order(other: MigrationKey, app_label: str = key.app_label) -> tuple[bool, int, MigrationKey]:
            return other.app_label != app_label, SEVERITY[chart.statuses[other]], other

        for side in (chart.topology.parents[key], chart.topology.children[key]):
            inside = [other for other in side if other.app_label in labels]
            near.update(sorted(inside, key=order)[:limit])
        if key in chart.topology.after:
            near.add(chart.topology.after[key])
    return frozenset(near.difference(cards))


def _first_pending(drift: Drift, chart: Chart) -> MigrationKey | None:
    plan = drift.outcome.plan or ()
    return (
        plan[0]
        if plan
        else next((key for key in chart.topology.order if chart.statuses[key] is Status.PENDING), None)
    )
