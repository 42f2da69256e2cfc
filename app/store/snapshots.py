"""
Snapshots: a history of an environment, and when it was seen.

A snapshot is never edited nor deleted. Only its `seen_at` moves, as long as the same history is seen again. All
moments are aware and in UTC. `received_at` is read from our own clock; it rises within an environment.
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
from app.store.history_changes import dumps_surroundings
from app.store.sessions import WriteSession
from app.store.tables import EnvironmentRow, SnapshotRow

FINGERPRINT_PREFIX = re.compile(r"[0-9a-f]{8,64}")
"""The first digits of a fingerprint that are enough to name something: eight hex digits or more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A history of one environment, first seen at `received_at` and last seen at `seen_at`."""

    project: str
    environment: str
    history: History
    received_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A snapshot without its history. `rows` is the number of rows."""

    fingerprint: str
    received_at: datetime
    seen_at: datetime
    rows: int


def latest(session: Session, project: str, environment: str) -> Snapshot | None:
    """The newest snapshot of one environment, or None."""
    return _last(session, project, environment=environment).get(environment)


def latest_of_all(session: Session, project: str) -> dict[str, Snapshot]:
    """The newest snapshot of every environment that has one, by slug, sorted. Two queries for any number of them."""
    return _last(session, project)


def as_of(session: Session, project: str, environment: str, moment: datetime) -> Snapshot | None:
    """
    The newest snapshot that had been received at that moment, or None: what `latest` answered then.

    Its `seen_at` is never later than the moment. `failures.as_of` tells whether the environment was unseen then.
    """
    return _last(session, project, environment=environment, moment=moment).get(environment)


def as_of_all(session: Session, project: str, moment: datetime) -> dict[str, Snapshot]:
    """What `latest_of_all` answered at that moment; see `as_of`."""
    return _last(session, project, moment=moment)


def with_fingerprint(session: Session, project: str, environment: str, prefix: str) -> tuple[Snapshot, ...]:
    """
    The snapshots whose history's fingerprint begins with `prefix`, newest first.

    There are none for fewer than eight hex digits. A history that came back has several snapshots: the prefix names
    one history when the fingerprints of all of them are equal.
    """
    if not FINGERPRINT_PREFIX.fullmatch(prefix):
        return ()
    query = _of(project, environment).where(SnapshotRow.fingerprint.startswith(prefix))
    rows = session.execute(query.order_by(SnapshotRow.number.desc())).all()
    return tuple(_snapshots(session, project, rows))


def summaries(session: Session, project: str, environment: str) -> tuple[SnapshotSummary, ...]:
    """Every snapshot of one environment, newest first, without the histories."""
    query = (
        select(SnapshotRow.fingerprint, SnapshotRow.received_at, SnapshotRow.seen_at, SnapshotRow.rows)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == environment)
        .order_by(SnapshotRow.number.desc())
    )
    return tuple(SnapshotSummary(*row) for row in session.execute(query))


def latest_summaries(session: Session, project: str) -> dict[str, SnapshotSummary]:
    """The newest snapshot of every environment that has one, by slug, sorted, without the histories."""
    rows = session.execute(_newest(project, environment=None, moment=None)).all()
    return {
        slug: SnapshotSummary(row.fingerprint, row.received_at, row.seen_at, row.rows) for slug, row in rows
    }


def seen_at(session: Session, project: str, environment: str) -> datetime | None:
    """When the newest snapshot of one environment was last seen; None where there is none."""
    return session.scalar(
        select(func.max(SnapshotRow.seen_at))
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == environment)
    )


def environments(session: Session, project: str) -> tuple[str, ...]:
    """The slug of every environment that ever had a snapshot, sorted, with those no longer in the settings."""
    any_snapshot = select(SnapshotRow.id).where(SnapshotRow.environment_id == EnvironmentRow.id).exists()
    slugs = session.scalars(
        select(EnvironmentRow.slug).where(EnvironmentRow.project == project, any_snapshot)
    )
    return tuple(sorted(slugs))


def add(session: WriteSession, project: str, environment: str, history: History, *, at: datetime) -> bool:
    """
    Store a history that was seen at `at`; whether it is a new one.

    Where it equals the last one only `seen_at` moves. Where our clock went back, no moment goes back with it: a new
    snapshot is received when the last one was seen, or later.
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
        surroundings=None if history.surroundings is None else dumps_surroundings(history.surroundings),
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
    """The last snapshot of each environment, or of one; with a moment the last that was received by then."""
    rows = session.execute(_newest(project, environment=environment, moment=moment)).all()
    snapshots = _snapshots(session, project, rows, moment=moment)
    return {
        snapshot.environment: snapshot
        for snapshot in sorted(snapshots, key=lambda snapshot: snapshot.environment)
    }


def _newest(project: str, *, environment: str | None, moment: datetime | None) -> Select[str, SnapshotRow]:
    """The query for the last snapshot of each environment, by slug. It looks once into an index for each."""
    candidate = aliased(SnapshotRow)
    limits: list[ColumnElement[bool]] = [] if moment is None else [candidate.received_at <= moment]
    number = (
        select(func.max(candidate.number))
        .where(candidate.environment_id == EnvironmentRow.id, *limits)
        .correlate(EnvironmentRow)
        .scalar_subquery()
    )
    return _of(project, environment).where(SnapshotRow.number == number).order_by(EnvironmentRow.slug)


def _snapshots(
    session: Session, project: str, rows: Sequence[tuple[str, SnapshotRow]], *, moment: datetime | None = None
) -> list[Snapshot]:
    histories_by_id = histories.rebuild(session, [row for _, row in rows])
    return [
        Snapshot(
            project,
            slug,
            histories_by_id[row.id],
            row.received_at,
            row.seen_at if moment is None else min(row.seen_at, moment),
        )
        for slug, row in rows
    ]
