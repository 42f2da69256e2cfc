"""Schemas put together by the shapes of their histories, so that a page needs few of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.domain.table_location import TableLocation
from app.store import histories
from app.store.environments import TableKey
from app.store.schemas.newest import in_parts, newest
from app.store.sessions import StoreCache
from app.store.snapshots import Snapshot, readable_of_rows
from app.store.tables import EnvironmentRow, SnapshotRow

MAX_CHECKED = 200
"""So many stored histories of schemas a look reads at most, to see that they can be rebuilt."""

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


def digests(session: Session, project: str, environment: str, alias: str, *, at: datetime) -> dict[str, str]:
    """
    The digest of the newest history of each schema of a database, by the name of the schema.

    One that is damaged has none, so that its rows are read and stored anew. A look reads no rows of a schema that is
    unchanged, so it reads what is stored of at most `MAX_CHECKED` that were not read before: those first that a page
    reads, and of the others each time different ones, as the moment of the look says.
    """
    rows = session.execute(newest(project, environment, alias)).all()
    _check(session, rows, at=at)
    damaged = StoreCache.of(session).damaged
    return {row.schema: row.digest for row in rows if row.digest is not None and row.id not in damaged}


def _check(session: Session, rows: Sequence[Row[Any]], *, at: datetime) -> None:
    """Note which of some of these newest snapshots are damaged."""
    intact = StoreCache.of(session).intact
    firsts = set({row.shape or row.fingerprint: row.id for row in reversed(rows)}.values())
    order = {
        row.id: (row.id not in firsts, crc32(f"{row.id}@{at.isoformat()}".encode()))
        for row in rows
        if row.id not in intact
    }
    doubtful = sorted(order, key=order.__getitem__)[:MAX_CHECKED]
    for part in in_parts(doubtful):
        histories.check(session, session.scalars(select(SnapshotRow).where(SnapshotRow.id.in_(part))))


@dataclass(frozen=True, slots=True)
class Clusters:
    """
    The clusters of each database that has schemas, those with the fewest schemas first.

    Of schemas that are `damaged`, whose history cannot be rebuilt, it says when they were last seen.
    """

    readable: Mapping[DatabaseKey, tuple[Cluster, ...]]
    damaged: Mapping[TableKey, datetime]


def clusters(session: Session, project: str, *, moment: datetime | None = None) -> Clusters:
    """
    The clusters of a project. With a moment, what had been received by then.

    One query for all schemas, and one for one history of each shape; where that is damaged, one for the next.
    """
    members: dict[tuple[str, str, str], list[Row[Any]]] = {}
    for row in session.execute(newest(project, moment=moment)):
        members.setdefault((row.slug, row.alias, row.shape or row.fingerprint), []).append(row)
    by_database: dict[DatabaseKey, list[Cluster]] = {}
    damaged: dict[TableKey, datetime] = {}
    while members:
        firsts = _snapshots(session, project, [rows[0].id for rows in members.values()], moment=moment)
        for (slug, alias, shape), (first, *others) in tuple(members.items()):
            del members[slug, alias, shape]
            snapshot = firsts.get(first.id)
            if snapshot is not None:
                seen_at = {row.schema: _seen_at(row, moment) for row in (first, *others)}
                by_database.setdefault((slug, alias), []).append(Cluster(snapshot, seen_at))
                continue
            damaged[slug, TableLocation(alias, first.schema)] = _seen_at(first, moment)
            if others:
                members[slug, alias, shape] = others
    return Clusters(
        {
            key: tuple(sorted(found, key=lambda cluster: (len(cluster.seen_at), cluster.snapshot.location)))
            for key, found in by_database.items()
        },
        damaged,
    )


def _seen_at(row: Row[Any], moment: datetime | None) -> datetime:
    seen_at: datetime = row.seen_at
    return seen_at if moment is None else min(seen_at, moment)


def _snapshots(
    session: Session, project: str, ids: Sequence[int], *, moment: datetime | None
) -> dict[int, Snapshot]:
    """The snapshots with these ids, without those that are damaged."""
    snapshots: dict[int, Snapshot] = {}
    query = select(EnvironmentRow, SnapshotRow).join(
        EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id
    )
    for part in in_parts(ids):
        rows = session.execute(query.where(SnapshotRow.id.in_(part))).all()
        snapshots |= readable_of_rows(session, project, rows, moment=moment)
    return snapshots
