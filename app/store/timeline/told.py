"""Deployments in a stretch of time, and those from which placements are made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.events.span import Mark, Span
from app.domain.fleet.deployment import Deployment
from app.store.tables import DeploymentRow
from app.store.timeline.conditions import holds

SOURCE = 1
"""The place of these facts among those of one moment."""


@dataclass(frozen=True, slots=True)
class ToldDeployment:
    """One deployment as it was told."""

    mark: Mark
    identity: str
    deployment: Deployment


def told(
    session: Session, project: str, environment: str | None, span: Span, *, most: int
) -> tuple[ToldDeployment, ...]:
    """The newest deployments, at most `most`."""
    query = (
        select(DeploymentRow)
        .where(
            DeploymentRow.project == project,
            *holds(span, DeploymentRow.received_at, DeploymentRow.id, source=SOURCE),
        )
        .order_by(DeploymentRow.received_at.desc(), DeploymentRow.id.desc())
        .limit(most)
    )
    if environment is not None:
        query = query.where(DeploymentRow.slug == environment)
    return tuple(
        ToldDeployment(
            Mark(row.received_at, SOURCE, row.id),
            f"deployment/{row.slug}/{row.number}/{row.label}/{row.commit}",
            _deployment(row),
        )
        for row in session.scalars(query)
    )


def deployments_since(
    session: Session,
    project: str,
    moment: datetime,
    *,
    end: datetime | None = None,
    environment: str | None = None,
) -> tuple[Deployment, ...]:
    """Of each environment the deployments since a moment, before `end`, and the last one before, oldest first."""
    before = (
        select(DeploymentRow.slug, func.max(DeploymentRow.number).label("number"))
        .where(DeploymentRow.project == project, DeploymentRow.received_at < moment)
        .group_by(DeploymentRow.slug)
        .subquery()
    )
    query = (
        select(DeploymentRow)
        .outerjoin(before, before.c.slug == DeploymentRow.slug)
        .where(
            DeploymentRow.project == project,
            or_(before.c.number.is_(None), DeploymentRow.number >= before.c.number),
        )
        .order_by(DeploymentRow.slug, DeploymentRow.number)
    )
    if environment is not None:
        query = query.where(DeploymentRow.slug == environment)
    if end is not None:
        query = query.where(DeploymentRow.received_at < end)
    return tuple(map(_deployment, session.scalars(query)))


def _deployment(row: DeploymentRow) -> Deployment:
    return Deployment(row.slug, row.label, row.commit, row.received_at, row.deployed_at)
