"""A handover: the histories that a program inside a project pushed are stored, as those of a collection are."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.config import Environment
from app.domain.history import History
from app.domain.pushed.handover import Handover, LocatedHistory
from app.store import failures, schemas, snapshots
from app.store.engine import Store
from app.store.pushed import handovers
from app.store.pushed.handovers import LastHandover
from app.store.sessions import WriteSession


@dataclass(frozen=True, slots=True)
class _Push:
    """The facts of one push that each of its histories is stored with."""

    session: WriteSession
    project: str
    environment: Environment
    at: datetime


def receive(store: Store, project: str, environment: Environment, handover: Handover, *, at: datetime) -> int:
    """
    Store every history of a handover that was received at `at`; how many of them are new.

    All are stored or none. Raises `StoreError` and whatever else the store's database raises.
    """
    new = 0
    # Every writer locks in this order, so that no two wait for each other.
    by_location = sorted(handover.histories, key=lambda located: located.location)
    with store.writing() as session:
        push = _Push(session, project, environment, at)
        for alias, group in groupby(by_location, key=lambda located: located.location.alias):
            of_database = tuple(group)
            in_schemas = [located for located in of_database if located.location.schema]
            stored = [_add(push, located) for located in of_database if not located.location.schema]
            new += sum(is_new for _, is_new in stored) + _add_schemas(push, alias, in_schemas)
            last = LastHandover(
                alias=alias,
                fingerprint=None if in_schemas else stored[0][0].fingerprint,
                received_at=at,
                sent_at=handover.sent_at,
                reporter=handover.reporter,
                label=handover.release.label if handover.release else None,
                commit=handover.release.commit if handover.release else None,
            )
            handovers.keep(session, project, environment.slug, last)
    return new


def _add(push: _Push, located: LocatedHistory) -> tuple[History, bool]:
    """Store the history of a whole database; the history as it is stored, and whether it is new."""
    session, project, slug, location = push.session, push.project, push.environment.slug, located.location
    failures.end(
        session, project, slug, at=push.at, location=location
    )  # locks: the last one is the last from here on
    last = snapshots.latest(session, project, slug, location)
    if last is not None:
        limit = push.environment.stale_after
        failures.add_gap(
            session, project, slug, since=last.seen_at, limit=limit, at=push.at, location=location
        )
    history = located.history
    if last is not None and (last.history.rows, last.history.has_table) == (history.rows, history.has_table):
        history = last.history  # with the surroundings that a collection found, and a push does not tell
    return history, snapshots.add(session, project, slug, history, at=push.at, location=location)


def _add_schemas(push: _Push, alias: str, of_schemas: list[LocatedHistory]) -> int:
    """Store the histories of the schemas of a database; how many of them are new."""
    if not of_schemas:
        return 0
    by_schema = {one.location.schema: (one.history, digest(one.history)) for one in of_schemas}
    return schemas.add(
        push.session,
        push.project,
        push.environment.slug,
        alias,
        by_schema,
        at=push.at,
        limit=push.environment.stale_after,
    )


def digest(history: History) -> str:
    """The digest that PostgreSQL makes of the rows of a schema, so that the next collection finds it unchanged."""
    if not history.has_table:
        return ""
    rows = (
        "\x1f".join(("" if row.id is None else str(row.id), row.key.app_label, row.key.name, row.applied))
        for row in history.rows
    )
    return hashlib.sha256("\x1e".join(rows).encode()).hexdigest()
