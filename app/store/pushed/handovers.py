"""
Handovers: the newest push of each database from inside its project, and what the sender said of itself.

The histories themselves are snapshots like any other. What is kept here is shown beside them, and tells whether a later
look at the same database brought something else. Of older pushes an identity is kept: one that comes again is known.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.environments import insert_once
from app.store.sessions import WriteSession
from app.store.tables import HandoverRow

MAX_RECEIVED = 100
"""Pushes of one database that are remembered by their identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHandover:
    """
    The newest push of one database of an environment.

    `fingerprint` is that of the pushed history, None where many schemas were pushed. `received_at` is from our clock,
    `sent_at` from the sender's. `label` and `commit` name the release that the sender said it runs.
    """

    alias: str
    fingerprint: str | None
    received_at: datetime
    sent_at: datetime
    reporter: str = ""
    label: str | None = None
    commit: str | None = None


def received(session: Session, project: str, environment: str, alias: str) -> tuple[str, ...]:
    """The identities of the last pushes of a database, the newest last."""
    query = select(HandoverRow.received).filter_by(project=project, slug=environment, alias=alias)
    return tuple((session.scalar(query) or "").split())


def keep(
    session: WriteSession, project: str, environment: str, handover: LastHandover, *, identity: str
) -> None:
    """Keep the newest push of a database in place of the one before it. Its `identity` tells it from all others."""
    key = {"project": project, "slug": environment, "alias": handover.alias}
    values = {
        "fingerprint": handover.fingerprint,
        "received_at": handover.received_at,
        "sent_at": handover.sent_at,
        "reporter": handover.reporter,
        "label": handover.label,
        "commit": handover.commit,
    }
    query = select(HandoverRow).filter_by(**key).with_for_update()
    row = session.scalar(query)
    if row is None:
        insert_once(session, HandoverRow, **key, **values)
        row = session.scalars(query).one()
    for name, value in values.items():
        setattr(row, name, value)
    others = [known for known in row.received.split() if known != identity]
    row.received = " ".join([*others, identity][-MAX_RECEIVED:])


def lasts(session: Session, project: str, environment: str) -> dict[str, LastHandover]:
    """The newest push of each database of an environment, by alias, sorted."""
    query = select(HandoverRow).filter_by(project=project, slug=environment).order_by(HandoverRow.alias)
    return {row.alias: _last(row) for row in session.scalars(query)}


def lasts_of_all(session: Session, project: str) -> dict[str, dict[str, LastHandover]]:
    """The newest push of each database of every environment that was ever pushed, by slug and by alias, sorted."""
    query = select(HandoverRow).filter_by(project=project).order_by(HandoverRow.slug, HandoverRow.alias)
    found: dict[str, dict[str, LastHandover]] = {}
    for row in session.scalars(query):
        found.setdefault(row.slug, {})[row.alias] = _last(row)
    return found


def _last(row: HandoverRow) -> LastHandover:
    return LastHandover(
        alias=row.alias,
        fingerprint=row.fingerprint,
        received_at=row.received_at,
        sent_at=row.sent_at,
        reporter=row.reporter,
        label=row.label,
        commit=row.commit,
    )
