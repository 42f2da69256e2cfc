"""Schemas put together by the shapes of their histories, so that a page needs few of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.store.schemas.newest import in_parts, newest
from app.store.snapshots import Snapshot, of_rows
from app.store.tables import EnvironmentRow, SnapshotRow

DatabaseKey = tuple[str, str]
"""The slug of an environment, and the alias of one of its databases."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """
    Schemas of one database whose histories differ in ids and moments alone.

    `snapshot` is that of the first schema, by name. `seen_at` says of every schema when it was last seen, by name,
    sorted.
    """

    snapshot: Snapshot
    seen_at: Mapping[str, datetime]


def digests(session: Session, project: str, environment: str, alias: str) -> dict[str, str]:
    """The digest of the newest history of each schema of a database, by the name of the schema."""
    rows = session.execute(newest(project, environment, alias))
    return {row.schema: row.digest for row in rows if row.digest is not None}


def clusters(
    session: Session, project: str, *, moment: datetime | None = None
) -> dict[DatabaseKey, tuple[Cluster, ...]]:
    """
    The clusters of each database that has schemas, those with the fewest schemas first.

    With a moment, what had been received by then. One query for all schemas, and one for one history of each shape.
    """
    members: dict[tuple[str, str, str], list[Row[Any]]] = {}
    for row in session.execute(newest(project, moment=moment)):
        members.setdefault((row.slug, row.alias, row.shape or row.fingerprint), []).append(row)
    firsts = _snapshots(session, project, [rows[0].id for rows in members.values()], moment=moment)
    by_database: dict[DatabaseKey, list[Cluster]] = {}
    for (slug, alias, _), rows in members.items():
        seen_at = {row.schema: row.seen_at if moment is None else min(row.seen_at, moment) for row in rows}
        by_database.setdefault((slug, alias), []).append(Cluster(firsts[rows[0].id], seen_at))
    return {
        key: tuple(sorted(found, key=lambda cluster: (len(cluster.seen_at), cluster.snapshot.location)))
        for key, found in by_database.items()
    }


def _snapshots(
    session: Session, project: str, ids: Sequence[int], *, moment: datetime | None
) -> dict[int, Snapshot]:
    """The snapshots with these ids."""
    snapshots: dict[int, Snapshot] = {}
    query = select(EnvironmentRow, SnapshotRow).join(
        EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id
    )
    for part in in_parts(ids):
        rows = session.execute(query.where(SnapshotRow.id.in_(part))).all()
        for (_, row), snapshot in zip(rows, of_rows(session, project, rows, moment=moment), strict=True):
            snapshots[row.id] = snapshot
    return snapshots
