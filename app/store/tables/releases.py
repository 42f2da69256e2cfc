"""The tables of releases, and of the labels that point to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import FINGERPRINT, Base


class ReleaseRow(Base):
    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("project", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(FINGERPRINT)
    content: Mapped[str]
    added_at: Mapped[datetime]
    schema: Mapped[str | None]
    size: Mapped[str | None]
    """What is known of its tables and columns, which is no part of its content."""


class LabelRow(Base):
    """Where a label pointed from a moment on. With `is_removed` it was removed then, and had pointed there last."""

    __tablename__ = "labels"
    __table_args__ = (Index(None, "project", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    label: Mapped[str]
    commit: Mapped[str | None]
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    added_at: Mapped[datetime]
    is_removed: Mapped[bool] = mapped_column(server_default=false(), default=False)


class WaypointRow(Base):
    """
    The release of a commit that no label points to. The newest row of a commit counts.

    `reading` is a fingerprint of how it was read.
    """

    __tablename__ = "waypoints"
    __table_args__ = (Index(None, "project"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    commit: Mapped[str]
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    reading: Mapped[str] = mapped_column(FINGERPRINT)
    added_at: Mapped[datetime]
