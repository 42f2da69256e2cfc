"""
Deployments, stored as they were told. None is ever edited nor deleted; the newest of an environment counts.

All moments are aware and in UTC. `received_at` is read from our own clock; it rises within an environment.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.fleet.deployment import Deployment
from app.store.sessions import WriteSession
from app.store.tables import DeploymentRow


def add(session: WriteSession, project: str, deployment: Deployment) -> Deployment | None:
    """
    Store a deployment and return it; None for one that was told before.

    That is so where the newest deployment names the same release, and where one with the same time of its own does: a
    sender repeats what it could not see answered. Where our clock went back, the moment of receipt does not.
    """
    slug = deployment.environment
    while True:
        newest = session.scalar(
            select(DeploymentRow)
            .filter_by(project=project, slug=slug)
            .order_by(DeploymentRow.number.desc())
            .limit(1)
        )
        if newest is not None and _is_repeated(session, project, deployment, newest):
            return None
        received_at = max(deployment.received_at, newest.received_at) if newest else deployment.received_at
        number = newest.number + 1 if newest else 1
        stored = replace(deployment, received_at=received_at)
        if _insert(session, project, number, stored):
            return stored
        # Another one was told at the same time: this one comes after it.


def latest(session: Session, project: str, moment: datetime | None = None) -> dict[str, Deployment]:
    """The newest deployment of each environment that has one, by slug; with a moment, of those received by then."""
    query = select(DeploymentRow.slug, func.max(DeploymentRow.number).label("number")).where(
        DeploymentRow.project == project
    )
    if moment is not None:
        query = query.where(DeploymentRow.received_at <= moment)
    newest = query.group_by(DeploymentRow.slug).subquery()
    rows = session.scalars(
        select(DeploymentRow)
        .join(
            newest,
            (DeploymentRow.slug == newest.c.slug) & (DeploymentRow.number == newest.c.number),
        )
        .where(DeploymentRow.project == project)
        .order_by(DeploymentRow.slug)
    )
    return {row.slug: _deployment(row) for row in rows}


def of_environment(session: Session, project: str, environment: str) -> tuple[Deployment, ...]:
    """Every deployment of one environment, newest first."""
    rows = session.scalars(
        select(DeploymentRow)
        .filter_by(project=project, slug=environment)
        .order_by(DeploymentRow.number.desc())
    )
    return tuple(map(_deployment, rows))


def _insert(session: Session, project: str, number: int, deployment: Deployment) -> bool:
    """Add the row; False where there is one with this number already."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(DeploymentRow).values(
        project=project,
        slug=deployment.environment,
        number=number,
        label=deployment.label,
        commit=deployment.commit,
        deployed_at=deployment.deployed_at,
        received_at=deployment.received_at,
    )
    added = session.scalar(row.on_conflict_do_nothing().returning(DeploymentRow.id))
    return added is not None


def _is_repeated(session: Session, project: str, deployment: Deployment, newest: DeploymentRow) -> bool:
    names = (deployment.label, deployment.commit)
    if (newest.label, newest.commit) == names:
        return deployment.deployed_at is None or deployment.deployed_at == newest.deployed_at
    if deployment.deployed_at is None:
        return False
    same = select(DeploymentRow.id).filter_by(
        project=project,
        slug=deployment.environment,
        label=deployment.label,
        commit=deployment.commit,
        deployed_at=deployment.deployed_at,
    )
    return session.scalar(same.limit(1)) is not None


def _deployment(row: DeploymentRow) -> Deployment:
    return Deployment(row.slug, row.label, row.commit, row.received_at, row.deployed_at)
