"""
The whole map of one comparison: what is shown in a view, where it stands, and what is left out.

Same release and same history: the same drawing, to the pixel.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.map.bands import CARDS, LANES, NEIGHBOURS, Band, bands
from app.domain.map.chart import Chart, chart_of
from app.domain.map.folding import Pairs, fold
from app.domain.map.placement import ALL, AT_REST, DIFFERS, WINDOW, Layout, Measures, place
from app.domain.map.topology import Keys
from app.domain.status import QUIET, SEVERITY, Status

ELEMENTS = 120
"""Items and edges of the default view, at most."""
BANDS = 8
QUIET_LANES = 12
PENDING_SHOWN = 300


class View(StrEnum):
    """How much of the release the map shows."""

    WINDOW = "window"
    DIFFERS = "differs"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One placed band. `more` are direct neighbours that have no mark: (key, needed, how many)."""

    band: Band
    layout: Layout
    more: tuple[tuple[MigrationKey, bool, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """Apps that have no lane here, in lane order, and how many migrations lie in them by status, worst first."""

    apps: tuple[str, ...]
    counts: tuple[tuple[Status, int], ...]

    @property
    def total(self) -> int:
        """How many migrations the bar stands for."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    `panels` are drawn; `closed` bands are a line each. Every migration is counted once: `shown` (has a mark),
    `capsuled` (lies in a capsule of some lane), or in `quiet` or `differing` (its app has no lane).
    """

    view: View
    panels: tuple[MapPanel, ...]
    closed: tuple[Band, ...]
    quiet: Folded
    differing: Folded
    shown: int
    capsuled: int
    total: int


def draw(drift: Drift, *, view: View = View.WINDOW, focus: MigrationKey | None = None) -> Drawing:
    """Draw one comparison. Linear in migrations and edges, but for sorting them once."""
    chart = chart_of(drift)
    violated = frozenset(
        (finding.subject, related)
        for finding in drift.findings
        if finding.code is Code.MISSING_DEPENDENCY
        for related in finding.related
    )
    if view is View.WINDOW:
        panels, closed = _window(chart, bands(drift, chart, focus=focus), violated)
    else:
        panels, closed = (_whole(drift, chart, view, violated, focus),), ()
    lanes = {lane.app for panel in panels for lane in panel.layout.lanes}
    shown = {one.item.keys[0] for panel in panels for one in panel.layout.places if one.item.is_shown}
    inside = sum(len(chart.topology.of_app[label]) for label in lanes)
    rest = [label for label in chart.topology.lanes if label not in lanes]
    quiet = [
        label for label in rest if all(chart.statuses[key] in QUIET for key in chart.topology.of_app[label])
    ]
    calm = frozenset(quiet)
    return Drawing(
        view=view,
        panels=panels,
        closed=closed,
        quiet=_folded(chart, quiet),
        differing=_folded(chart, (label for label in rest if label not in calm)),
        shown=len(shown),
        capsuled=inside - len(shown),
        total=len(chart.statuses),
    )


def _window(
    chart: Chart, found: tuple[Band, ...], violated: Pairs
) -> tuple[tuple[MapPanel, ...], tuple[Band, ...]]:
    """As many bands as fit, the first always; each cut until it fits."""
    if not found:
        return (_at_rest(chart, violated),), ()
    panels: list[MapPanel] = []
    closed: list[Band] = []
    left = ELEMENTS
    for band in found:
        panel = None
        if len(panels) < BANDS and not closed:
            tries = _cuts(chart, band) if not panels else iter([(band, True)])
            panel = next(
                (p for cut, pure in tries if (p := _panel(chart, cut, violated, pure=pure, limit=left))),
                None,
            )
        if panel is None:
            closed.append(band)
        else:
            panels.append(panel)
            left -= _elements(panel)
    return tuple(panels), tuple(closed)


def _cuts(chart: Chart, band: Band) -> Iterator[tuple[Band, bool]]:
    """The band whole, and then smaller and smaller; False where capsules may hold several statuses."""
    sizes = ((CARDS, NEIGHBOURS, LANES), (12, 2, LANES), (6, 1, 4), (2, 1, 2), (2, 0, 2))
    cut = (
        (band.drawn(chart, cards=cards, neighbours=neighbours, lanes=lanes), pure)
        for cards, neighbours, lanes in sizes
        for pure in (True, False)
    )
    return chain([(band, True)], cut)


def _panel(chart: Chart, band: Band, violated: Pairs, *, pure: bool, limit: int) -> MapPanel | None:
    """The placed band, or None when it has more elements than the limit."""
    if len(band.cards) > CARDS or len(band.apps) > LANES:
        return None
    folding = fold(chart, band.apps, shown=band.shown, violated=violated, by_status=pure)
    more = tuple(_more(chart, band))
    if len(folding.items) + len(folding.edges) + len(more) > limit:
        return None
    layout = place(chart, folding, band.apps, focus=frozenset(band.cards), measures=WINDOW)
    return MapPanel(band, layout, more)


def _elements(panel: MapPanel) -> int:
    return len(panel.layout.places) + len(panel.layout.edges) + len(panel.more)


def _more(chart: Chart, band: Band) -> Iterator[tuple[MigrationKey, bool, int]]:
    shown = band.shown
    for key in band.cards:
        for needed, near in ((True, chart.topology.parents[key]), (False, chart.topology.children[key])):
            hidden = sum(1 for other in near if other not in shown)
            if hidden and len(near) > 1:
                yield key, needed, hidden


def _at_rest(chart: Chart, violated: Pairs) -> MapPanel:
    """Nothing is wrong and nothing to run: the first lanes, each folded to one capsule."""
    apps = chart.topology.lanes[:QUIET_LANES]
    folding = fold(chart, apps, shown=frozenset(), violated=violated, by_status=False)
    band = Band((), (), frozenset(), apps)
    return MapPanel(band, place(chart, folding, apps, focus=frozenset(), measures=AT_REST))


def _whole(drift: Drift, chart: Chart, view: View, violated: Pairs, focus: MigrationKey | None) -> MapPanel:
    cards = _cards(drift.findings, chart)
    shown = frozenset(chart.topology.order) if view is View.ALL else frozenset((*cards, *_differing(chart)))
    if focus in chart.statuses and focus is not None:
        shown |= {focus}
    folding = fold(chart, chart.topology.lanes, shown=shown, violated=violated)
    measures: Measures = ALL if view is View.ALL else DIFFERS
    layout = place(chart, folding, chart.topology.lanes, focus=frozenset(cards), measures=measures)
    return MapPanel(Band(drift.findings, cards, shown.difference(cards), chart.topology.lanes), layout)


def _cards(findings: Iterable[Finding], chart: Chart) -> Keys:
    keys = (key for finding in findings for key in (finding.subject, *finding.related))
    return tuple(dict.fromkeys(key for key in keys if key in chart.statuses))


def _differing(chart: Chart) -> Iterator[MigrationKey]:
    """Branches, merges, and what is pending (unless that is nearly everything, as on an empty database)."""
    pending = [key for key in chart.topology.order if chart.statuses[key] is Status.PENDING]
    if len(pending) <= PENDING_SHOWN:
        yield from pending
    yield from chart.topology.forked


def _folded(chart: Chart, labels: Iterable[str]) -> Folded:
    apps = tuple(labels)
    counts: dict[Status, int] = {}
    for label in apps:
        for key in chart.topology.of_app[label]:
            counts[chart.statuses[key]] = counts.get(chart.statuses[key], 0) + 1
    return Folded(apps, tuple(sorted(counts.items(), key=lambda pair: SEVERITY[pair[0]])))
