"""The rows of the table: what the map shows, each once."""

from collections.abc import Iterator

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map import Selection
from app.domain.map.overlay import Overlay
from app.domain.status import QUIET, Status
from app.web.environment.links import StatusView
from app.web.environment.query import ViewOptions
from app.web.environment.table.filter import Entry, narrowed
from app.web.environment.table.form import table_filter
from app.web.environment.table.views import RowLink, Table, TableRow
from app.web.layout.left_out import LeftOut, left_out
from app.web.map.view import MapView
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress
from app.web.urls.keys import text_of
from app.web.wording.moments import Times

MAX_ROWS = 1_250
"""So many rows are shown at once; words and a status narrow the others down, and the JSON of the page has all."""
MAX_NEIGHBOURS = 6
"""A cell names this many migrations and counts the others."""
ORDINARY = QUIET | {Status.PENDING}
"""Statuses of neighbours that a cell does not show: nothing is wrong there."""


def table(  # noqa: PLR0913 - what a row is made of
    drift: Drift,
    drawing: MapView,
    address: EnvironmentAddress,
    options: ViewOptions,
    *,
    selection: Selection | None = None,
    overlay: Overlay | None = None,
) -> Table:
    """
    A row for every migration and every folded run on the map, each once, as far as the filter leaves it.

    Migrations with findings come first, in the order of the findings; the others follow by lane and then by
    topological order. With an `overlay` each row has its status in the other environment too.
    """
    every = _entries(drift, drawing, is_whole=options.view == "all")
    fitting = narrowed(every, selection, options.status) if options.narrows else every
    make = _RowMaker(drift, address, options, overlay)
    rows = tuple(_run(entry) if entry.run else make.row(entry.key) for entry in fitting[:MAX_ROWS])
    form = table_filter(every, len(fitting), drawing, address, options, selection)
    left_out = _left_out(len(fitting) - MAX_ROWS, address)
    return Table(rows, form, drawing.panel, left_out, other=overlay.name if overlay else "")


def _left_out(number: int, address: EnvironmentAddress) -> LeftOut | None:
    return left_out(number, "migration", address.json())


def _entries(drift: Drift, drawing: MapView, *, is_whole: bool) -> tuple[Entry, ...]:
    """What the table can show, in its order: every migration where it `is_whole`, else each mark of the map once."""
    lanes: dict[str, int] = {}
    for lane in drawing.lanes:
        lanes.setdefault(lane.app, len(lanes))
    findings: dict[MigrationKey, int] = {}
    for finding in drift.findings:
        findings.setdefault(finding.subject, len(findings))
    order = {key: index for index, key in enumerate(drift.resolution.graph.topological_order)}
    entries = (Entry(key, status) for key, status in drift.statuses.items()) if is_whole else _marks(drawing)

    def sort_key(entry: Entry) -> tuple[int, int, int, bool, MigrationKey]:
        return (
            len(findings) if entry.run else findings.get(entry.key, len(findings)),
            lanes.get(entry.key.app_label, len(lanes)),
            order.get(entry.key, len(order)),
            bool(entry.run),
            entry.key,
        )

    return tuple(sorted({(entry.key, bool(entry.run)): entry for entry in entries}.values(), key=sort_key))


def _marks(drawing: MapView) -> Iterator[Entry]:
    for node in drawing.nodes:
        if node.kind != "more":
            run = node if node.kind == "capsule" else None
            yield Entry(MigrationKey(node.app, node.name), Status(node.status), run)


def _run(entry: Entry) -> TableRow:
    run = entry.run
    return TableRow(
        entry.key,
        StatusView.of(entry.status),
        run=run.number if run else "",
        href=run.href if run else "",
        title=run.title if run else "",
    )


class _RowMaker:
    """Makes the rows of one comparison."""

    def __init__(
        self, drift: Drift, address: EnvironmentAddress, options: ViewOptions, overlay: Overlay | None
    ) -> None:
        self.overlay = overlay
        self.drift, self.address, self.query = drift, address, options.link_query
        self.recorded = {row.key: row.applied_at for row in reversed(drift.history.rows)}
        self.pages: dict[MigrationKey, str] = {}
        for finding in drift.findings:
            self.pages.setdefault(finding.subject, FindingAddress.of(address, finding).page())

    def row(self, key: MigrationKey) -> TableRow:
        """The row of one migration."""
        graph, statuses = self.drift.resolution.graph, self.drift.statuses
        migration = self.drift.release.migrations.get(key)
        applied_at = self.recorded.get(key)
        needs = sorted(graph.parents.get(key, ()))
        needed_by = sorted(graph.children.get(key, ()))
        return TableRow(
            key,
            StatusView.of(statuses[key]),
            link=self._link(key),
            irreversible=bool(migration and migration.irreversible),
            recorded=None if applied_at is None else Times.absolute(applied_at),
            needs=tuple(map(self._neighbour, needs[:MAX_NEIGHBOURS])),
            more_needs=max(0, len(needs) - MAX_NEIGHBOURS),
            needed_by=tuple(map(self._neighbour, needed_by[:MAX_NEIGHBOURS])),
            more_needed_by=max(0, len(needed_by) - MAX_NEIGHBOURS),
            finding=self.pages.get(key),
            other=self._other(key),
        )

    def _other(self, key: MigrationKey) -> StatusView | None:
        """The status in the other environment; without a place there, there is none."""
        status = None if self.overlay is None else self.overlay.statuses.get(key)
        return None if status is None else StatusView.of(status)

    def _link(self, key: MigrationKey, trouble: StatusView | None = None) -> RowLink:
        href = self.address.query(**{"focus": text_of(key), **self.query})
        return RowLink(key.app_label, key.name, href, trouble)

    def _neighbour(self, key: MigrationKey) -> RowLink:
        status = self.drift.statuses.get(key, Status.MISSING)
        return self._link(key, None if status in ORDINARY else StatusView.of(status))
