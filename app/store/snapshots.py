"""
Snapshots: a history, and when it was seen.

A snapshot is never edited nor deleted; only `seen_at` moves while the same history is seen again. All moments are
aware and in UTC. `received_at` is the moment of receipt by our clock, and rises within an environment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.history import History
from app.store import histories
from app.store.environments import lock_environment
from app.store.sessions import WriteSession
from app.store.tables import EnvironmentRow, SnapshotRow

FINGERPRINT_PREFIX = re.compile(r"[0-9a-f]{8,64}")
"""How much of a fingerprint names something: eight hex digits or more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A history of one environment, received at one moment and seen until another."""

    project: str
    environment: str
    history: History
    received_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A snapshot without its rows; `rows` is how many there are."""

    fingerprint: str
    received_at: datetime
    seen_at: datetime
    rows: int


def latest(session: Session, project: str, environment: str) -> Snapshot | None:
    """The newest snapshot of one environment, or None."""
    return _last(session, project, environment=environment).get(environment)


def latest_of_all(session: Session, project: str) -> dict[str, Snapshot]:
    """The newest snapshot of every environment that has one, by name, sorted. Two queries, however many there are."""
    return _last(session, project)


def as_of(session: Session, project: str, environment: str, moment: datetime) -> Snapshot | None:
    """
    What `latest` was at that moment: the newest snapshot received by then.

    Its `seen_at` is never after the moment. Whether the environment had gone unseen by then is told by
    `failures.as_of`, for ever.
    """
    return _last(session, project, environment=environment, moment=moment).get(environment)


def as_of_all(session: Session, project: str, moment: datetime) -> dict[str, Snapshot]:
    """What `latest_of_all` was at that moment; see `as_of`."""
    return _last(session, project, moment=moment)


def with_fingerprint(session: Session, project: str, environment: str, prefix: str) -> tuple[Snapshot, ...]:
    """
    The snapshots whose history's fingerprint begins so, newest first; none for less than eight hex digits.

    A history that came back is there more than once; they are of one history when all fingerprints are equal.
    """
    if not FINGERPRINT_PREFIX.fullmatch(prefix):
        return ()
    query = _of(project, environment).where(SnapshotRow.fingerprint.startswith(prefix))
    rows = session.execute(query.order_by(SnapshotRow.number.desc())).all()
    return tuple(_snapshots(session, project, rows))


def summaries(session: Session, project: str, environment: str) -> tuple[SnapshotSummary, ...]:
    """Every snapshot of one environment, newest first; no rows are read."""
    query = (
        select(SnapshotRow.fingerprint, SnapshotRow.received_at, SnapshotRow.seen_at, SnapshotRow.rows)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == environment)
        .order_by(SnapshotRow.number.desc())
    )
    return tuple(SnapshotSummary(*row) for row in session.execute(query))


def latest_summaries(session: Session, project: str) -> dict[str, SnapshotSummary]:
    """The newest snapshot of every environment that has one, by name, sorted; no rows are read."""
    rows = session.execute(_newest(project, environment=None, moment=None)).all()
    return {
        slug: SnapshotSummary(one.fingerprint, one.received_at, one.seen_at, one.rows) for slug, one in rows
    }


def seen_at(session: Session, project: str, environment: str) -> datetime | None:
    """When the newest snapshot of one environment was last seen; no rows are read."""
    return session.scalar(
        select(func.max(SnapshotRow.seen_at))
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == environment)
    )


def environments(session: Session, project: str) -> tuple[str, ...]:
    """Every environment that ever had a snapshot, sorted; also those that are configured no more."""
    any_snapshot = select(SnapshotRow.id).where(SnapshotRow.environment_id == EnvironmentRow.id).exists()
    slugs = session.scalars(
        select(EnvironmentRow.slug).where(EnvironmentRow.project == project, any_snapshot)
    )
    return tuple(sorted(slugs))


def add(session: WriteSession, project: str, environment: str, history: History, *, at: datetime) -> bool:
    """
    Keep what was seen. True when the history is another one than the last; else only `seen_at` has moved.

    A clock that went back moves nothing back: a new snapshot is received when the last one was seen, or later.
    """
    row = lock_environment(session, project, environment)
    last = session.scalar(
        select(SnapshotRow)
        .where(SnapshotRow.environment_id == row.id)
        .order_by(SnapshotRow.number.desc())
        .limit(1)
    )
    if last is not None and last.fingerprint == history.fingerprint:
        last.seen_at = max(last.seen_at, at)
        return False
    at = max(at, last.seen_at) if last else at
    snapshot = SnapshotRow(
        environment_id=row.id,
        number=last.number + 1 if last else 1,
        fingerprint=history.fingerprint,
        has_table=history.has_table,
        rows=len(history.rows),
        received_at=at,
        seen_at=at,
    )
    histories.add(session, snapshot, history, last)
    return True


def _of(project: str, environment: str | None) -> Select[str, SnapshotRow]:
    query = (
        select(EnvironmentRow.slug, SnapshotRow)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project)
    )
    return query if environment is None else query.where(EnvironmentRow.slug == environment)


def _last(
    session: Session, project: str, *, environment: str | None = None, moment: datetime | None = None
) -> dict[str, Snapshot]:
    """The last snapshot of each environment, received by the moment."""
    rows = session.execute(_newest(project, environment=environment, moment=moment)).all()
    found = _snapshots(session, project, rows, moment=moment)
    return {one.environment: one for one in sorted(found, key=lambda one: one.environment)}


def _newest(project: str, *, environment: str | None, moment: datetime | None) -> Select[str, SnapshotRow]:
    """The row of the last snapshot of each environment, by name: a look into an index for each."""
    other = aliased(SnapshotRow)
    by_then: list[ColumnElement[bool]] = [] if moment is None else [other.received_at <= moment]
    number = (
        select(func.max(other.number))
        .where(other.environment_id == EnvironmentRow.id, *by_then)
        .correlate(EnvironmentRow)
        .scalar_subquery()
    )
    return _of(project, environment).where(SnapshotRow.number == number).order_by(EnvironmentRow.slug)


def _snapshots(
    session: Session, project: str, rows: Sequence[tuple[str, SnapshotRow]], *, moment: datetime | None = None
) -> list[Snapshot]:
    found = histories.rebuild(session, [row for _, row in rows])
    return [
        Snapshot(
            project,
            slug,
            found[row.id],
            row.received_at,
            row.seen_at if moment is None else min(row.seen_at, moment),
        )
        for slug, row in rows
    ]
