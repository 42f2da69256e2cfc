"""
The labels that point to releases.

None is ever edited. A label that moves or is removed is a new row, and its newest row counts. Each has its own commit.
"""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.label import Label
from app.domain.release import Release
from app.store.releases.contents import content_id
from app.store.sessions import WriteSession
from app.store.tables import LabelRow, ReleaseRow


def add(session: WriteSession, project: str, release: Release, *, label: str, at: datetime) -> bool:
    """Store a release under a label. False when the label already pointed to this content and commit."""
    release_id = content_id(session, project, release, at=at)
    last = session.scalar(newest_rows(project).where(LabelRow.label == label))
    is_there = last is not None and not last.is_removed
    if last is not None and is_there and (last.release_id, last.commit) == (release_id, release.commit):
        return False
    session.add(
        LabelRow(project=project, label=label, commit=release.commit, release_id=release_id, added_at=at)
    )
    return True


def remove(session: WriteSession, project: str, label: str, *, at: datetime) -> Label | None:
    """
    Remove a label, and return where it pointed; None where there is no such label.

    Its release stays, and so do all places where it ever pointed. When it is added again it is back.
    """
    row = session.scalar(newest_rows(project).where(LabelRow.label == label, ~LabelRow.is_removed))
    if row is None:
        return None
    session.add(
        LabelRow(
            project=project,
            label=label,
            commit=row.commit,
            release_id=row.release_id,
            added_at=at,
            is_removed=True,
        )
    )
    fingerprint = session.scalars(select(ReleaseRow.fingerprint).where(ReleaseRow.id == row.release_id)).one()
    return Label(label, fingerprint, row.commit, row.added_at)


def removed(session: Session, project: str) -> tuple[Label, ...]:
    """The labels that are removed now: where each pointed last, and as `added_at` the moment of its removal."""
    return _labels(session, newest_rows(project).where(LabelRow.is_removed))


def labels(session: Session, project: str, *, moment: datetime | None = None) -> tuple[Label, ...]:
    """
    Every label as it points now, or pointed at a moment, without those that were removed.

    The label that moved last comes first.
    """
    return _labels(session, newest_rows(project, moment).where(~LabelRow.is_removed))


def all_labels(session: Session, project: str) -> tuple[Label, ...]:
    """Every label at every place it ever pointed to, newest first; also what was removed."""
    return _labels(session, select(LabelRow).where(LabelRow.project == project, ~LabelRow.is_removed))


def known_labels(session: Session, project: str) -> tuple[Label, ...]:
    """Every label at every place it pointed to since it was removed, if it ever was; newest first."""
    removals = (
        select(LabelRow.label, func.max(LabelRow.id).label("id"))
        .where(LabelRow.project == project, LabelRow.is_removed)
        .group_by(LabelRow.label)
        .subquery()
    )
    return _labels(
        session,
        select(LabelRow)
        .outerjoin(removals, removals.c.label == LabelRow.label)
        .where(LabelRow.project == project, LabelRow.id > func.coalesce(removals.c.id, 0)),
    )


def newest_rows(project: str, moment: datetime | None = None) -> Select[LabelRow]:
    """The query for the newest row of each label, of those that were stored by a moment."""
    of_project = select(func.max(LabelRow.id)).where(LabelRow.project == project)
    until = of_project if moment is None else of_project.where(LabelRow.added_at <= moment)
    return select(LabelRow).where(LabelRow.id.in_(until.group_by(LabelRow.label)))


def _labels(session: Session, query: Select[LabelRow]) -> tuple[Label, ...]:
    rows = session.execute(
        query.join(ReleaseRow, ReleaseRow.id == LabelRow.release_id)
        .add_columns(ReleaseRow.fingerprint)
        .order_by(LabelRow.id.desc())
    )
    return tuple(Label(row.label, fingerprint, row.commit, row.added_at) for row, fingerprint in rows)
