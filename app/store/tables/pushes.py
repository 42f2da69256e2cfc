"""The tables of what is handed over: by whom, the newest push, and what was deployed."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import FINGERPRINT, Base


class TokenRow(Base):
    """
    A token: `name` is the id within it, `digest` the hash of the whole. Without an environment: the project's.

    `purpose` is what it is for: to push, or to read.
    """

    __tablename__ = "tokens"
    __table_args__ = (UniqueConstraint("name"), Index(None, "project"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    project: Mapped[str]
    environment: Mapped[str | None]
    digest: Mapped[str] = mapped_column(FINGERPRINT)
    note: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    purpose: Mapped[str] = mapped_column(server_default="push")


class HandoverRow(Base):
    """
    The newest push of one database of an environment. Without a fingerprint it was one of many schemas.

    `received` are the identities of the last pushes, the newest last, with spaces between them.
    """

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("project", "slug", "alias"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    slug: Mapped[str]
    alias: Mapped[str]
    fingerprint: Mapped[str | None] = mapped_column(FINGERPRINT)
    received_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    reporter: Mapped[str]
    label: Mapped[str | None]
    commit: Mapped[str | None]
    received: Mapped[str] = mapped_column(server_default="")


class DeploymentRow(Base):
    """One deployment, as it was told. `number` counts from 1 within the environment."""

    __tablename__ = "deployments"
    __table_args__ = (UniqueConstraint("project", "slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    slug: Mapped[str]
    number: Mapped[int]
    label: Mapped[str | None]
    commit: Mapped[str | None]
    deployed_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
