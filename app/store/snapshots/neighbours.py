"""The snapshots of a table just before and just after a moment."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.domain.table_location import TableLocation
from app.store.snapshots import queries
from app.store.snapshots.snapshot import Snapshot, readable_of_rows
from app.store.tables import SnapshotRow

MOST = 100
"""So many are tried on each side: those after a damaged history go on from it, up to the next that is stored whole."""


class Neighbours(NamedTuple):
    """The nearest two whose histories can be rebuilt; None where there is none among the `MOST` of that side."""

    before: Snapshot | None
    after: Snapshot | None


def neighbours(
    session: Session, project: str, environment: str, location: TableLocation, moment: datetime
) -> Neighbours:
    """The nearest snapshots of a table that were received before and after a moment, and can be read."""
    of_table = queries.of(project, environment).where(*queries.at(location))
    before = of_table.where(SnapshotRow.received_at < moment).order_by(SnapshotRow.number.desc())
    after = of_table.where(SnapshotRow.received_at > moment).order_by(SnapshotRow.number)
    found = []
    for query in (before, after):
        rows = session.execute(query.limit(MOST)).all()
        readable = readable_of_rows(session, project, rows)
        found.append(next((readable[row.id] for _, row in rows if row.id in readable), None))
    return Neighbours(*found)
