"""Where labels pointed, and from when on."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.events.placements import LabelPoint
from app.domain.events.span import Mark, Span
from app.domain.label import Label
from app.store.tables import LabelRow, ReleaseRow
from app.store.timeline.conditions import holds

SOURCE = 2
"""The place of these facts among those of one moment."""


@dataclass(frozen=True, slots=True)
class MovedLabel:
    """A label that was added, moved or removed, and where it pointed before; None where it did not point before."""

    mark: Mark
    identity: str
    point: LabelPoint
    before: Label | None


def points(session: Session, project: str) -> tuple[LabelPoint, ...]:
    """Everything that labels ever pointed to, in the order in which it was stored."""
    rows = session.execute(
        select(LabelRow, ReleaseRow.fingerprint)
        .join(ReleaseRow, ReleaseRow.id == LabelRow.release_id)
        .where(LabelRow.project == project)
        .order_by(LabelRow.id)
    )
    return tuple(_point(row, fingerprint) for row, fingerprint in rows)


def moved_labels(session: Session, project: str, span: Span, *, most: int) -> tuple[MovedLabel, ...]:
    """The newest of them, at most `most`."""
    earlier, before = aliased(LabelRow), aliased(LabelRow)
    last = (
        select(func.max(earlier.id))
        .where(earlier.project == project, earlier.label == LabelRow.label, earlier.id < LabelRow.id)
        .correlate(LabelRow)
        .scalar_subquery()
    )
    old_release = aliased(ReleaseRow)
    query = (
        select(LabelRow, ReleaseRow.fingerprint, before, old_release.fingerprint)
        .join(ReleaseRow, ReleaseRow.id == LabelRow.release_id)
        .outerjoin(before, before.id == last)
        .outerjoin(old_release, old_release.id == before.release_id)
        .where(LabelRow.project == project, *holds(span, LabelRow.added_at, LabelRow.id, source=SOURCE))
        .order_by(LabelRow.added_at.desc(), LabelRow.id.desc())
        .limit(most)
    )
    return tuple(
        MovedLabel(
            Mark(row.added_at, SOURCE, row.id),
            f"label/{row.id}/{fingerprint}",
            _point(row, fingerprint),
            None if old is None or old.is_removed else _point(old, was).label,
        )
        for row, fingerprint, old, was in session.execute(query)
    )


def _point(row: LabelRow, fingerprint: str) -> LabelPoint:
    return LabelPoint(row.id, Label(row.label, fingerprint, row.commit, row.added_at), row.is_removed)
