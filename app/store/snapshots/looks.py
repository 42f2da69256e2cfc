"""
Looks: what was found in some databases, stored at once, in a few statements for any number of them.

A look brings a history or a cause. It ends or lengthens the failures of its table, and adds a snapshot where the
history is new. `app.store.schemas` has the same of schemas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased

from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store import failures
from app.store.environments import insert_all_once
from app.store.sessions import WriteSession
from app.store.snapshots import adding, keyframes
from app.store.tables import EnvironmentRow, FailureRow, SnapshotRow


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a table of an environment found. `limit` is how long the environment may go unseen."""

    environment: str
    location: TableLocation
    outcome: History | Cause
    limit: timedelta


def add(session: WriteSession, project: str, looks: Sequence[Look], *, at: datetime) -> list[bool]:
    """Store looks at different tables; of each whether its history is new. Other writers of the tables wait."""
    rows = _locked(session, project, looks)
    ids = [row.id for row in rows]
    newest, running = _newest(session, ids), _running(session, ids)
    added: list[tuple[SnapshotRow, History, SnapshotRow | None]] = []
    again: list[tuple[SnapshotRow, History]] = []
    is_new = []
    for look, id_ in zip(looks, ids, strict=True):
        last, failure = newest.get(id_), running.get(id_)
        if isinstance(look.outcome, Cause):
            failures.put(session, id_, failure, look.outcome, at=at)
            is_new.append(False)
            continue
        if last is not None:
            failures.put_gap(session, id_, since=last.seen_at, limit=look.limit, at=at)
        failures.put_end(failure, at=at)
        snapshot = adding.put(id_, last, look.outcome, at=at)
        is_new.append(snapshot is not None)
        if snapshot is not None:
            added.append((snapshot, look.outcome, last))
        elif last is not None:
            again.append((last, look.outcome))
    keyframes.mend(session, again)
    keyframes.add_all(session, added, keeping=True)
    return is_new


def _locked(session: WriteSession, project: str, looks: Sequence[Look]) -> list[EnvironmentRow]:
    """The row of the table of each look, locked in the order of their ids; made where there is none."""
    keys = [(look.environment, look.location.alias, look.location.schema) for look in looks]
    query = (
        select(EnvironmentRow)
        .where(
            EnvironmentRow.project == project,
            tuple_(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema).in_(keys),
        )
        .order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema)
        .with_for_update()
    )

    def known() -> dict[tuple[str, str, str], EnvironmentRow]:
        return {(row.slug, row.alias, row.schema): row for row in session.scalars(query)}

    rows = known()
    missing = [key for key in keys if key not in rows]
    if missing:
        new = [
            {"project": project, "slug": slug, "alias": alias, "schema": schema}
            for slug, alias, schema in missing
        ]
        insert_all_once(session, EnvironmentRow, new)
        rows = known()
    return [rows[key] for key in keys]


def _newest(session: WriteSession, ids: Sequence[int]) -> dict[int, SnapshotRow]:
    candidate = aliased(SnapshotRow)
    number = (
        select(func.max(candidate.number))
        .where(candidate.environment_id == SnapshotRow.environment_id)
        .scalar_subquery()
    )
    query = select(SnapshotRow).where(SnapshotRow.environment_id.in_(ids), SnapshotRow.number == number)
    return {row.environment_id: row for row in session.scalars(query)}


def _running(session: WriteSession, ids: Sequence[int]) -> dict[int, FailureRow]:
    query = select(FailureRow).where(FailureRow.environment_id.in_(ids), FailureRow.ended_at.is_(None))
    return {row.environment_id: row for row in session.scalars(query)}
