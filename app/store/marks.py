"""
Marks: by what a project is known, without what it holds. While its mark is the same, so is all that follows from it.

A history is named by its fingerprint, and what is only ever added by its last number. So the marks of all projects are
a few small queries for any number of them, where what they hold would be some for each.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.table_location import TableLocation
from app.store.snapshots.queries import newest_number
from app.store.tables import (
    CodeCommitRow,
    CodeReadingRow,
    CodeRefRow,
    DeploymentRow,
    EnvironmentRow,
    FailureRow,
    HandoverRow,
    LabelRow,
    SnapshotRow,
)


@dataclass(frozen=True, slots=True)
class TableMark:
    """The newest history of a table of an environment, by its fingerprint, and when it was seen last."""

    environment: str
    location: TableLocation
    fingerprint: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ProjectMark:
    """
    What the store holds of a project.

    `others` is equal to that of another time where all but the tables is the same: the failures that last, the labels,
    what was told and pushed, and the code. No label, deployment or commit is edited: their last numbers name them.
    """

    tables: tuple[TableMark, ...] = ()
    others: tuple[Hashable, ...] = ()


NO_MARK = ProjectMark()

ADDED: tuple[InstrumentedAttribute[int], ...] = (
    LabelRow.id,
    DeploymentRow.id,
    CodeCommitRow.id,
    CodeRefRow.id,
    CodeReadingRow.id,
)
"""The numbers of what is only ever added, or replaced by what has a reading of its own."""


def marks(session: Session) -> dict[str, ProjectMark]:
    """The mark of each project that something is stored of, by its slug. Eight queries for any number of projects."""
    tables: dict[str, list[TableMark]] = {}
    for project, slug, alias, schema, fingerprint, seen_at in session.execute(_newest()):
        location = TableLocation(alias, schema)
        tables.setdefault(project, []).append(TableMark(slug, location, fingerprint, seen_at))
    others: dict[str, list[Hashable]] = {}
    queries: tuple[Executable, ...] = (_failures(), _handovers(), *map(_last, ADDED))
    for kind, query in enumerate(queries):
        for found in session.execute(query):
            others.setdefault(found[0], []).append((kind, *found[1:]))
    return {
        project: ProjectMark(tuple(tables.get(project, ())), tuple(others.get(project, ())))
        for project in tables.keys() | others.keys()
    }


def _newest() -> Select[str, str, str, str, str, datetime]:
    """The newest snapshot of each table; it looks once into an index for each."""
    key = (EnvironmentRow.project, EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema)
    return (
        select(*key, SnapshotRow.fingerprint, SnapshotRow.seen_at)
        .join(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .where(SnapshotRow.number == newest_number())
        .order_by(*key)
    )


def _failures() -> Select[str, int, str, datetime]:
    return (
        select(EnvironmentRow.project, FailureRow.environment_id, FailureRow.cause, FailureRow.since)
        .join(EnvironmentRow, EnvironmentRow.id == FailureRow.environment_id)
        .where(FailureRow.ended_at.is_(None))
        .order_by(FailureRow.environment_id, FailureRow.since)
    )


def _handovers() -> Select[str, str, str, str | None]:
    key = (HandoverRow.project, HandoverRow.slug, HandoverRow.alias)
    return select(*key, HandoverRow.fingerprint).order_by(*key)


def _last(number: InstrumentedAttribute[int]) -> Select[str, int]:
    project = number.class_.project
    return select(project, func.max(number)).group_by(project)
