"""The rows of the table: what the map shows, each once."""

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.status import QUIET, Status
from app.web.environment.links import StatusView
from app.web.environment.query import ViewOptions
from app.web.environment.table.filter import narrowed
from app.web.environment.table.form import table_filter
from app.web.environment.table.views import RowLink, Table, TableRow
from app.web.map.view import MapNode, MapView
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress
from app.web.urls.keys import text_of
from app.web.wording.moments import Times

MAX_NEIGHBOURS = 6
"""A cell names this many migrations and counts the others."""
ORDINARY = QUIET | {Status.PENDING}
"""Statuses of neighbours that a cell does not show: nothing is wrong there."""


def table(drift: Drift, drawing: MapView, address: EnvironmentAddress, options: ViewOptions) -> Table:
    """
    A row for every migration and every folded run on the map, each once, as far as the filter leaves it.

    Migrations with findings come first, in the order of the findings; the others follow by lane and then by
    topological order.
    """
    all_rows = _rows(drift, drawing, _RowMaker(drift, address, options))
    rows = narrowed(all_rows, options.words, options.status) if options.narrows else all_rows
    form = table_filter(all_rows, len(rows), drawing.total, address, options)
    return Table(rows, form, drawing.panel)


def _rows(drift: Drift, drawing: MapView, make: "_RowMaker") -> tuple[TableRow, ...]:
    lanes: dict[str, int] = {}
    for lane in drawing.lanes:
        lanes.setdefault(lane.app, len(lanes))
    findings: dict[MigrationKey, int] = {}
    for finding in drift.findings:
        findings.setdefault(finding.subject, len(findings))
    order = {key: index for index, key in enumerate(drift.resolution.graph.topological_order)}
    rows: dict[str, TableRow] = {}
    sort_keys: dict[str, tuple[int, int, int, str]] = {}
    for node in drawing.nodes:
        is_run = node.kind == "capsule"
        name = f"{is_run}{node.key}"
        if node.kind == "more" or name in rows:
            continue
        key = MigrationKey(node.app, node.name)
        rows[name] = _run(node, key) if is_run else make.row(key)
        sort_keys[name] = (
            len(findings) if is_run else findings.get(key, len(findings)),
            lanes.get(node.app, len(lanes)),
            order.get(key, len(order)),
            name,
        )
    return tuple(rows[name] for name in sorted(rows, key=sort_keys.__getitem__))


def _run(node: MapNode, key: MigrationKey) -> TableRow:
    return TableRow(
        key, StatusView.of(Status(node.status)), run=node.number, href=node.href, title=node.title
    )


class _RowMaker:
    """Makes the rows of one comparison."""

    def __init__(self, drift: Drift, address: EnvironmentAddress, options: ViewOptions) -> None:
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
        )

    def _link(self, key: MigrationKey, trouble: StatusView | None = None) -> RowLink:
        href = self.address.query(**{"focus": text_of(key), **self.query})
        return RowLink(key.app_label, key.name, href, trouble)

    def _neighbour(self, key: MigrationKey) -> RowLink:
        status = self.drift.statuses.get(key, Status.MISSING)
        return self._link(key, None if status in ORDINARY else StatusView.of(status))
