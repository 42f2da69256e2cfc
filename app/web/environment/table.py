"""The twin of the map: what it shows, as rows, lane by lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.environment.panel import KeyLink, Links, StatusView
from app.web.map.view import MapNode, MapView
from app.web.wording.moments import Moment, Times

NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class TableRow:
    """One migration (`link`), or a run of them that the map folds (`run`, `href`, `title`)."""

    app: str
    status: StatusView
    link: KeyLink | None = None
    irreversible: bool = False
    recorded: Moment | None = None
    needs: tuple[KeyLink, ...] = ()
    needed_by: tuple[KeyLink, ...] = ()
    run: str = ""
    href: str = ""
    title: str = ""


def table(drift: Drift, shown: MapView, linked: Links) -> tuple[TableRow, ...]:
    """Every migration and every run that the map shows: findings first, then by lane and column, each once."""
    lanes: dict[str, int] = {}
    for lane in shown.lanes:
        lanes.setdefault(lane.app, len(lanes))
    first: dict[MigrationKey, int] = {}
    for finding in drift.findings:
        first.setdefault(finding.subject, len(first))
    order = {key: place for place, key in enumerate(drift.resolution.graph.order)}
    found: dict[str, TableRow] = {}
    places: dict[str, tuple[int, int, int]] = {}
    recorded = {row.key: row.applied_at for row in reversed(drift.history.rows)}
    for node in shown.nodes:
        if node.kind == "more":
            continue
        key = MigrationKey(node.app, node.name)
        name = f"{node.kind == 'capsule'}{node.key}"
        if name in found:
            continue
        found[name] = _run(node) if node.kind == "capsule" else _row(drift, key, linked, recorded)
        row_of = lanes.get(node.app, len(lanes))
        places[name] = (
            first.get(key, len(first)) if node.kind != "capsule" else len(first),
            row_of,
            order.get(key, len(order)),
        )
    return tuple(found[name] for name in sorted(found, key=lambda name: (places[name], name)))


def _run(node: MapNode) -> TableRow:
    return TableRow(
        node.app, StatusView.of(Status(node.status)), run=node.number, href=node.href, title=node.title
    )


def _row(
    drift: Drift, key: MigrationKey, linked: Links, recorded: Mapping[MigrationKey, datetime | None]
) -> TableRow:
    graph = drift.resolution.graph
    migration = drift.release.migrations.get(key)
    moment = recorded.get(key)
    return TableRow(
        key.app_label,
        StatusView.of(drift.statuses[key]),
        link=linked((key,))[0],
        irreversible=bool(migration and migration.irreversible),
        recorded=None if moment is None else Times.absolute(moment),
        needs=linked(sorted(graph.parents.get(key, ()))[:NEIGHBOURS]),
        needed_by=linked(sorted(graph.children.get(key, ()))[:NEIGHBOURS]),
    )
