"""The panels of a map: one for each band, for all that a view shows, or for apps without a finding."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, islice

from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.map.bands import MAX_CARDS, MAX_LANES, MAX_NEIGHBOURS, Band
from app.domain.map.chart import Chart
from app.domain.map.folding import KeyPairs, fold
from app.domain.map.placement import Layout, layout_of
from app.domain.map.sizes import ALL, APPS, DIFFERS, Measures
from app.domain.map.topology import Keys
from app.domain.status import Status

MAX_ELEMENTS = 120
"""The default view has this many items and edges at most."""
MAX_BANDS = 8
"""The default view draws this many bands at most; each other band is one line of text."""
MAX_CLOSED = 24
"""So many bands are a line of text; further ones are counted."""
MAX_WHOLE_LANES = 1_500
"""The views of all that differs and of everything have this many lanes at most; other apps are folded."""
MAX_MARKS = {"differs": 1_500, "all": 6_000}
"""So many migrations have a mark of their own in these views; the others are in capsules."""
MAX_OPENED = 300
"""So many of the hidden apps have lanes when they are asked for."""
MAX_PENDING = 300
"""With more pending migrations, the view of all that differs does not show them."""


class View(StrEnum):
    """How much of the release the map shows."""

    WINDOW = "window"
    DIFFERS = "differs"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class MapPanel:
    """
    One placed band.

    `hidden_neighbours` counts the direct neighbours of a card that have no mark, as (key of the card, whether they are
    parents, their number).
    """

    band: Band
    layout: Layout
    hidden_neighbours: tuple[tuple[MigrationKey, bool, int], ...] = ()


def window(
    chart: Chart, all_bands: tuple[Band, ...], violated: KeyPairs, measures: Measures
) -> tuple[tuple[MapPanel, ...], tuple[Band, ...]]:
    """
    The panels of the default view, and the bands that have no panel.

    The first band is reduced until it fits. The others get a panel if they fit whole, up to the first that does not.
    """
    panels: list[MapPanel] = []
    closed: list[Band] = []
    limit = MAX_ELEMENTS
    for band in all_bands:
        panel = None
        if len(panels) < MAX_BANDS and not closed:
            variants = iter([(band, True)]) if panels else _variants(chart, band)
            attempts = (
                _panel(chart, variant, violated, measures, by_status=by_status, limit=limit)
                for variant, by_status in variants
            )
            panel = next(filter(None, attempts), None)
        if panel is None:
            closed.append(band)
        else:
            panels.append(panel)
            limit -= _element_count(panel)
    return tuple(panels), tuple(closed)


def _variants(chart: Chart, band: Band) -> Iterator[tuple[Band, bool]]:
    """The band itself, then smaller and smaller ones, each with the argument `by_status` of `fold`."""
    limits = (
        (MAX_CARDS, MAX_NEIGHBOURS, MAX_LANES),
        (12, 2, MAX_LANES),
        (6, 1, 4),
        (2, 1, 2),
        (2, 0, 2),
    )
    smaller_bands = (
        (band.with_limits(chart, max_cards=cards, max_neighbours=neighbours, max_lanes=lanes), by_status)
        for cards, neighbours, lanes in limits
        for by_status in (True, False)
    )
    return chain([(band, True)], smaller_bands)


def _panel(  # noqa: PLR0913 - what a panel is made of
    chart: Chart, band: Band, violated: KeyPairs, measures: Measures, *, by_status: bool = True, limit: int
) -> MapPanel | None:
    """The placed band, or None if it has more than `limit` elements."""
    if len(band.cards) > MAX_CARDS or len(band.apps) > MAX_LANES:
        return None
    folding = fold(chart, band.apps, shown=band.shown, violated=violated, by_status=by_status)
    hidden_neighbours = tuple(_hidden_neighbours(chart, band))
    if len(folding.items) + len(folding.edges) + len(hidden_neighbours) > limit:
        return None
    layout = layout_of(chart, folding, band.apps, focus=frozenset(band.cards), measures=measures)
    return MapPanel(band, layout, hidden_neighbours)


def _element_count(panel: MapPanel) -> int:
    return len(panel.layout.items) + len(panel.layout.edges) + len(panel.hidden_neighbours)


def _hidden_neighbours(chart: Chart, band: Band) -> Iterator[tuple[MigrationKey, bool, int]]:
    shown = band.shown
    parents, children = chart.topology.parents, chart.topology.children
    for key in band.cards:
        for are_parents, neighbours in ((True, parents[key]), (False, children[key])):
            hidden = sum(1 for neighbour in neighbours if neighbour not in shown)
            if hidden and len(neighbours) > 1:
                yield key, are_parents, hidden


def selected(
    drift: Drift, chart: Chart, wanted: Iterable[MigrationKey], violated: KeyPairs, measures: Measures
) -> MapPanel:
    """
    The panel of migrations that were asked for: a mark for each, and capsules for the others of their apps.

    Where they are too many for the default view, they are small marks, as far as the limits of all that differs go.
    """
    keys = tuple(wanted)
    findings = frozenset(_cards(drift.findings, chart))
    apps = tuple(sorted({key.app_label for key in keys}, key=chart.topology.lane_number.__getitem__))
    cards = tuple(key for key in keys if key in findings)
    band = Band((), cards, frozenset(keys).difference(cards), apps)
    panel = None if len(keys) > MAX_ELEMENTS else _panel(chart, band, violated, measures, limit=MAX_ELEMENTS)
    if panel is not None:
        return panel
    lanes = _lanes(chart, dict.fromkeys((*cards, *keys)), only=True)
    shown = frozenset(
        islice((key for key in (*cards, *keys) if key.app_label in lanes), MAX_MARKS["differs"])
    )
    apps = tuple(label for label in apps if label in lanes)
    cards = tuple(key for key in cards if key in shown)
    violated = frozenset(pair for pair in violated if lanes.issuperset(key.app_label for key in pair))
    small = replace(DIFFERS, room=measures.room)
    folding = fold(chart, apps, shown=shown, violated=violated, by_status=len(keys) <= len(shown))
    layout = layout_of(chart, folding, apps, focus=frozenset(cards), measures=small)
    return MapPanel(replace(band, cards=cards, neighbours=shown.difference(cards), apps=apps), layout)


def panel_of_apps(chart: Chart, apps: tuple[str, ...], violated: KeyPairs) -> MapPanel:
    """The panel of apps without a finding: a lane each, with a capsule for each run of one status."""
    folding = fold(chart, apps, shown=frozenset(), violated=violated)
    band = Band((), (), frozenset(), apps)
    return MapPanel(band, layout_of(chart, folding, apps, focus=frozenset(), measures=APPS))


def whole(  # noqa: PLR0913 - what the panel is made of
    drift: Drift, chart: Chart, view: View, violated: KeyPairs, first: Iterable[MigrationKey], *, room: int
) -> MapPanel:
    """
    The one panel of the views `differs` and `all`, with a lane for every app, as far as the limits go.

    The migrations that come `first` have a mark before all others.
    """
    cards = _cards(drift.findings, chart)
    others = chart.topology.order if view is View.ALL else _differing(chart)
    wanted = dict.fromkeys((*first, *cards, *others))
    lanes = _lanes(chart, wanted)
    shown = frozenset(islice((key for key in wanted if key.app_label in lanes), MAX_MARKS[view.value]))
    cards = tuple(key for key in cards if key in shown)
    apps = tuple(sorted(lanes, key=chart.topology.lane_number.__getitem__))
    violated = frozenset(pair for pair in violated if lanes.issuperset(key.app_label for key in pair))
    is_whole = len(wanted) <= MAX_MARKS[view.value]
    folding = fold(chart, apps, shown=shown, violated=violated, by_status=is_whole)
    measures: Measures = ALL if view is View.ALL else replace(DIFFERS, room=room)
    layout = layout_of(chart, folding, apps, focus=frozenset(cards), measures=measures)
    return MapPanel(Band(drift.findings, cards, shown.difference(cards), apps), layout)


def _lanes(chart: Chart, wanted: Iterable[MigrationKey], *, only: bool = False) -> frozenset[str]:
    """The apps that have a lane, up to the limit: those of the migrations that are wanted, then all if not `only`."""
    labels = dict.fromkeys((*(key.app_label for key in wanted), *(() if only else chart.topology.lanes)))
    return frozenset(islice(labels, MAX_WHOLE_LANES))


def _cards(findings: Iterable[Finding], chart: Chart) -> Keys:
    """The migrations on the map that findings name."""
    keys = (key for finding in findings for key in (finding.subject, *finding.related))
    return tuple(dict.fromkeys(key for key in keys if key in chart.statuses))


def _differing(chart: Chart) -> Iterator[MigrationKey]:
    """Forks, merges and pending migrations; without the pending ones if there are many, as on an empty database."""
    pending = [key for key in chart.topology.order if chart.statuses[key] is Status.PENDING]
    if len(pending) <= MAX_PENDING:
        yield from pending
    yield from chart.topology.forks_and_merges
