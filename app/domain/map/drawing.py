"""
The whole map of one comparison in one view: what is shown and where, and what is left out.

The same release and the same history always give the same drawing, to the pixel.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.drift import Drift
from app.domain.findings import Code
from app.domain.keys import MigrationKey
from app.domain.map.bands import Band, bands
from app.domain.map.chart import Chart, chart_of
from app.domain.map.overview import Overview, overview_of
from app.domain.map.panels import (
    MAX_CLOSED,
    MAX_OPENED,
    MapPanel,
    View,
    panel_of_apps,
    selected,
    whole,
    window,
)
from app.domain.map.selection import Selection
from app.domain.map.sizes import MAP_WIDTH, WINDOW, gutter_of
from app.domain.status import QUIET, SEVERITY, Status


class AppKind(StrEnum):
    """The two kinds of apps that the default view leaves out."""

    QUIET = "quiet"
    DIFFERING = "differing"


@dataclass(frozen=True, slots=True)
class FoldedApps:
    """The apps of one bar, which have no lane, in lane order; and the number of their migrations for each status."""

    apps: tuple[str, ...]
    counts: tuple[tuple[Status, int], ...]

    @property
    def total(self) -> int:
        """The number of migrations in these apps."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    The map of one comparison.

    `panels` are the drawn bands from the top down, `closed` the bands that are only a line of text, `not_drawn` the
    number of findings in further bands, of which nothing is shown. `gutter` is the
    width of the column of app labels. Every migration is counted once: in `shown` (it has a mark), in `capsuled` (it is
    in a capsule), or in `quiet` or `differing` (its app has no lane; in `quiet` apps every status is quiet). `total` is
    the sum. `opened` are the apps of one of these kinds that have lanes, as they were asked for: the last panel is
    theirs. `selection` is what the reader's words select, if that is something: the default view shows it in place of
    the bands. `overview` is the whole release in the small.
    """

    view: View
    panels: tuple[MapPanel, ...]
    closed: tuple[Band, ...]
    gutter: int
    quiet: FoldedApps
    differing: FoldedApps
    opened: FoldedApps
    shown: int
    capsuled: int
    total: int
    overview: Overview
    not_drawn: int = 0
    selection: Selection | None = None


def draw(  # noqa: PLR0913 - what a reader can ask for
    drift: Drift,
    *,
    view: View = View.WINDOW,
    focus: MigrationKey | None = None,
    opened: AppKind | None = None,
    selection: Selection | None = None,
    also: AbstractSet[MigrationKey] = frozenset(),
) -> Drawing:
    """
    Draw one comparison. `focus` is a migration that has a mark in any case, `opened` the apps that have lanes too.

    A `selection` of nothing counts as none. `also` are migrations that the view of all that differs shows besides.
    Linear in migrations and edges, except for sorting them once.
    """
    chart = chart_of(drift)
    selection = selection if selection and selection.keys else None
    in_focus = {focus} if focus in chart.statuses and focus is not None else set()
    violated = frozenset(
        (finding.subject, related)
        for finding in drift.findings
        if finding.code is Code.MISSING_DEPENDENCY
        for related in finding.related
    )
    wanted = (
        tuple(key for key in chart.topology.order if key in selection.keys | in_focus) if selection else ()
    )
    all_bands = bands(drift, chart, focus=focus) if view is View.WINDOW and not selection else ()
    banded_apps = {label for band in all_bands for label in band.apps} | {key.app_label for key in wanted}
    gutter = gutter_of(banded_apps if view is View.WINDOW and opened is None else chart.topology.lanes)
    measures = replace(WINDOW, room=MAP_WIDTH - gutter)
    panels: tuple[MapPanel, ...]
    closed: tuple[Band, ...] = ()
    if view is not View.WINDOW:
        first = (*in_focus, *wanted, *(key for key in chart.topology.order if key in also))
        panels = (whole(drift, chart, view, violated, first, room=measures.room),)
    elif selection:
        panels = (selected(drift, chart, wanted, violated, measures),)
    else:
        panels, closed = window(chart, all_bands, violated, measures)
    lanes = {lane.app for panel in panels for lane in panel.layout.lanes}
    other_apps = [label for label in chart.topology.lanes if label not in lanes]
    quiet_apps = {
        label
        for label in other_apps
        if all(chart.statuses[key] in QUIET for key in chart.topology.by_app[label])
    }
    folded = {
        AppKind.QUIET: tuple(label for label in other_apps if label in quiet_apps),
        AppKind.DIFFERING: tuple(label for label in other_apps if label not in quiet_apps),
    }
    opened_apps = folded[opened][:MAX_OPENED] if opened else ()
    if opened:
        folded[opened] = folded[opened][MAX_OPENED:]
    if opened_apps:
        panels = (*panels, panel_of_apps(chart, opened_apps, violated))
    shown = {placed.item.keys[0] for panel in panels for placed in panel.layout.items if placed.item.is_shown}
    migrations_in_lanes = sum(len(chart.topology.by_app[label]) for label in (*lanes, *opened_apps))
    return Drawing(
        view=view,
        panels=panels,
        closed=closed[:MAX_CLOSED],
        not_drawn=sum(len(band.findings) for band in closed[MAX_CLOSED:]),
        gutter=gutter,
        quiet=_folded_apps(chart, folded[AppKind.QUIET]),
        differing=_folded_apps(chart, folded[AppKind.DIFFERING]),
        opened=_folded_apps(chart, opened_apps),
        shown=len(shown),
        capsuled=migrations_in_lanes - len(shown),
        total=len(chart.statuses),
        overview=overview_of(chart, shown),
        selection=selection,
    )


def _folded_apps(chart: Chart, labels: Iterable[str]) -> FoldedApps:
    apps = tuple(labels)
    counts: dict[Status, int] = {}
    for label in apps:
        for key in chart.topology.by_app[label]:
            counts[chart.statuses[key]] = counts.get(chart.statuses[key], 0) + 1
    return FoldedApps(apps, tuple(sorted(counts.items(), key=lambda pair: SEVERITY[pair[0]])))
