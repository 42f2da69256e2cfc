"""
What our clock said, and what is done where it was wrong.

A clock goes back a little when it is set right, and no stored moment goes back with it. A stored moment that is later
than now by more than that is not believed: the clock was ahead when it was stored. The next collection or push sets it
to its own moment, so that it decides nothing until that day comes. What is known is kept: only moments are corrected.
A clock that says a year before Driftboard was made is wrong itself, and corrects nothing. One that is merely behind
takes what was right for wrong: the moments that it corrects say its own day from then on.
"""

from datetime import UTC, datetime

import structlog
from sqlalchemy import Update, case, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.english import LEEWAY
from app.store.sessions import WriteSession
from app.store.tables import (
    Base,
    CodeCommitRow,
    CodeReadingRow,
    CodeRefRow,
    DeploymentRow,
    EnvironmentRow,
    FailureRow,
    HandoverRow,
    LabelRow,
    ReleaseRow,
    SnapshotRow,
    WaypointRow,
)

FIRST_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right says less."""

OF_ENVIRONMENT = (
    (SnapshotRow, (SnapshotRow.received_at, SnapshotRow.seen_at)),
    (FailureRow, (FailureRow.since, FailureRow.last_at, FailureRow.ended_at)),
)
OF_PROJECT = (
    (DeploymentRow, (DeploymentRow.received_at,)),
    (HandoverRow, (HandoverRow.received_at,)),
    (LabelRow, (LabelRow.added_at,)),
    (ReleaseRow, (ReleaseRow.added_at,)),
    (WaypointRow, (WaypointRow.added_at,)),
    (CodeCommitRow, (CodeCommitRow.received_at,)),
    (CodeRefRow, (CodeRefRow.received_at,)),
    (CodeReadingRow, (CodeReadingRow.received_at,)),
)
"""The moments of our clock by table. What somebody else's clock said stays as it was told."""

log = structlog.get_logger(__name__)


def correct(session: WriteSession, project: str, *, at: datetime) -> int:
    """Set every moment of a project that is yet to come to now; how many rows had one."""
    if at < FIRST_YEAR:
        return 0
    environments = select(EnvironmentRow.id).where(EnvironmentRow.project == project)
    statements = [
        _correction(table, moments, at).where(table.environment_id.in_(environments))
        for table, moments in OF_ENVIRONMENT
    ] + [_correction(table, moments, at).where(table.project == project) for table, moments in OF_PROJECT]
    number = sum(session.connection().execute(statement).rowcount for statement in statements)
    if number:
        log.warning("clock.was_ahead", project=project, corrected=number)
    return number


def _correction(
    table: type[Base],
    moments: tuple[InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], ...],
    at: datetime,
) -> Update:
    values = {moment.key: case((moment > at, at), else_=moment) for moment in moments}
    return update(table).where(or_(*(moment > at + LEEWAY for moment in moments))).values(values)
