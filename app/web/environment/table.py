"""The twin of the map: what the map shows, as rows of a table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.environment.links import Links, StatusView
from app.web.environment.views import TableRow
from app.web.map.view import MapNode, MapView
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress
from app.web.wording.moments import Times

MAX_NEIGHBOURS = 6


def table(
    drift: Drift, drawing: MapView, links_to: Links, address: EnvironmentAddress
) -> tuple[TableRow, ...]:
    """
    A row for every migration and every folded run on the map, each once.

    Migrations with findings come first, in the order of the findings; the others follow by lane and then by
    topological order.
    """
    lanes: dict[str, int] = {}
    for lane in drawing.lanes:
        lanes.setdefault(lane.app, len(lanes))
    findings: dict[MigrationKey, int] = {}
    pages: dict[MigrationKey, str] = {}
    for finding in drift.findings:
        findings.setdefault(finding.subject, len(findings))
        pages.setdefault(finding.subject, FindingAddress.of(address, finding).page())
    order = {key: index for index, key in enumerate(drift.resolution.graph.topological_order)}
    recorded = {row.key: row.applied_at for row in reversed(drift.history.rows)}
    rows: dict[str, TableRow] = {}
    sort_keys: dict[str, tuple[int, int, int, str]] = {}
    for node in drawing.nodes:
        is_run = node.kind == "capsule"
        name = f"{is_run}{node.key}"
        if node.kind == "more" or name in rows:
            continue
        key = MigrationKey(node.app, node.name)
        rows[name] = (
            _run(node) if is_run else replace(_row(drift, key, links_to, recorded), finding=pages.get(key))
        )
        sort_keys[name] = (
            len(findings) if is_run else findings.get(key, len(findings)),
            lanes.get(node.app, len(lanes)),
            order.get(key, len(order)),
            name,
        )
    return tuple(rows[name] for name in sorted(rows, key=sort_keys.__getitem__))


def _run(node: MapNode) -> TableRow:
    return TableRow(
        node.app, StatusView.of(Status(node.status)), run=node.number, href=node.href, title=node.title
    )


def _row(
    drift: Drift, key: MigrationKey, links_to: Links, recorded: Mapping[MigrationKey, datetime | None]
) -> TableRow:
    graph = drift.resolution.graph
    migration = drift.release.migrations.get(key)
    applied_at = recorded.get(key)
    return TableRow(
        key.app_label,
        StatusView.of(drift.statuses[key]),
        link=links_to((key,))[0],
        irreversible=bool(migration and migration.irreversible),
        recorded=None if applied_at is None else Times.absolute(applied_at),
        needs=links_to(sorted(graph.parents.get(key, ()))[:MAX_NEIGHBOURS]),
        needed_by=links_to(sorted(graph.children.get(key, ()))[:MAX_NEIGHBOURS]),
    )
