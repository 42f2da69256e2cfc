"""A handover: the histories that a program inside a project pushed are stored, as those of a collection are."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.config import Environment
from app.domain.history import History
from app.domain.pushed.handover import Handover, LocatedHistory
from app.domain.table_location import TableLocation
from app.store import clock, failures, schemas, snapshots
from app.store.engine import Store
from app.store.environments import lock_environment
from app.store.errors import DamagedHistoryError
from app.store.pushed import handovers
from app.store.pushed.handovers import LastHandover
from app.store.sessions import WriteSession
from app.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class _Push:
    """The facts of one push that each of its histories is stored with."""

    session: WriteSession
    project: str
    environment: Environment
    at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """How many histories of a handover are new, and how many came `again` after others had taken their place."""

    new: int = 0
    again: int = 0


def receive(
    store: Store, project: str, environment: Environment, handover: Handover, *, at: datetime
) -> Received:
    """
    Store every history of a handover that was received at `at`.

    All are stored or none. One that was received before, with the same `sent_at`, and was followed by another changes
    nothing: a sender repeats what it did not see answered. Raises `StoreError` and whatever else the store's database
    raises.
    """
    new = again = 0
    # Every writer locks in this order, so that no two wait for each other.
    by_location = sorted(handover.histories, key=lambda located: located.location)
    with store.writing() as session:
        clock.correct(session, project, at=at)
        push = _Push(session, project, environment, at)
        for alias, group in groupby(by_location, key=lambda located: located.location.alias):
            of_database = tuple(group)
            lock_environment(session, project, environment.slug, TableLocation(alias))
            identity = _identity(handover, of_database)
            if _is_outdated(push, of_database, identity):
                again += len(of_database)
                continue
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
            handovers.keep(session, project, environment.slug, last, identity=identity)
    return Received(new, again)


def _identity(handover: Handover, of_database: tuple[LocatedHistory, ...]) -> str:
    """16 hex digits that tell the histories of one database in this handover from those of every other handover."""
    parts = [f"{located.location.schema} {located.history.fingerprint}" for located in of_database]
    text = "\n".join([handover.sent_at.isoformat(), *parts])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _is_outdated(push: _Push, of_database: tuple[LocatedHistory, ...], identity: str) -> bool:
    """Whether these histories were received before, and another one has taken their place since."""
    slug, location = push.environment.slug, of_database[0].location
    known = handovers.received(push.session, push.project, slug, location.alias)
    if identity not in known:
        return False
    if identity != known[-1]:
        return True
    last = _last(push, location)
    return last is not None and last.history.rows != of_database[0].history.rows


def _last(push: _Push, location: TableLocation) -> Snapshot | None:
    """The newest snapshot; None where there is none, or where it is damaged: what was pushed takes its place."""
    try:
        return snapshots.latest(push.session, push.project, push.environment.slug, location)
    except DamagedHistoryError:
        return None


def _add(push: _Push, located: LocatedHistory) -> tuple[History, bool]:
    """Store the history of a whole database; the history as it is stored, and whether it is new."""
    session, project, slug, location = push.session, push.project, push.environment.slug, located.location
    failures.end(session, project, slug, at=push.at, location=location)
    last = _last(push, location)
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
