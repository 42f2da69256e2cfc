"""The tables of what was seen: environments, their histories, and when they could not be read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.table_location import TableLocation
from app.store.tables.base import FINGERPRINT, Base, CheckedText


class EnvironmentRow(Base):
    """One django_migrations table of an environment: `alias` and `schema` are its location."""

    __tablename__ = "environments"
    __table_args__ = (UniqueConstraint("project", "slug", "alias", "schema"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    slug: Mapped[str]
    alias: Mapped[str] = mapped_column(server_default="default")
    schema: Mapped[str] = mapped_column(server_default="")

    @property
    def location(self) -> TableLocation:
        return TableLocation(self.alias, self.schema)


class SnapshotRow(Base):
    """
    One history of an environment.

    `number` counts from 1 within the environment. `keyframe` is the number of the snapshot with which a rebuilding
    begins: its changes are its whole history. `weight` is the weight of the changes since then, in rows.
    `surroundings` (JSON) are those of the history, NULL where it has none. `digest` and `shape` are those of the
    history of one of many schemas; NULL elsewhere.
    """

    __tablename__ = "snapshots"
    __table_args__ = (
        UniqueConstraint("environment_id", "number"),
        Index(None, "environment_id", "received_at"),
        Index(None, "environment_id", "fingerprint"),
        Index(None, "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    environment_id: Mapped[int] = mapped_column(ForeignKey("environments.id"))
    number: Mapped[int]
    keyframe: Mapped[int]
    weight: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(FINGERPRINT)
    has_table: Mapped[bool]
    surroundings: Mapped[str | None] = mapped_column(CheckedText)
    rows: Mapped[int]
    digest: Mapped[str | None] = mapped_column(FINGERPRINT)
    shape: Mapped[str | None] = mapped_column(FINGERPRINT)
    received_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ChangeRow(Base):
    """At `position`, `removed` rows of the history before are gone and the rows of `inserted` (JSON) are new."""

    __tablename__ = "changes"

    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("snapshots.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    removed: Mapped[int]
    inserted: Mapped[str] = mapped_column(CheckedText)


class FailureRow(Base):
    """
    One stretch of failures with one cause.

    `unseen_from` is set for a gap only. From that moment on the environment counted as unseen, by the limit at the
    time when the gap was stored.
    """

    __tablename__ = "failures"
    __table_args__ = (
        Index(None, "environment_id", "since"),
        Index(
            "uq_failures_running",
            "environment_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        *(
            Index(name, "environment_id", "since", sqlite_where=text(rows), postgresql_where=text(rows))
            for name, rows in (
                ("ix_failures_gaps", "unseen_from IS NOT NULL"),
                ("ix_failures_stretches", "unseen_from IS NULL"),
            )
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    environment_id: Mapped[int] = mapped_column(ForeignKey("environments.id"))
    cause: Mapped[str]
    since: Mapped[datetime]
    last_at: Mapped[datetime]
    unseen_from: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
