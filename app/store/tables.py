"""
The tables, private to the store.

    environments   each table of each environment that was ever collected
    snapshots      a history, when it was received, and when it was last seen; only `seen_at` is updated
    changes        how the history of a snapshot differs from the one before it; rows are only added
    releases       a release by its content; rows are only added
    labels         a label that pointed to a release from a moment on, or was removed then; rows are only added
    failures       stretches of time in which an environment could not be read
    code_commits   a commit that did something to migrations; rows are only added
    code_changes   what a commit did to one migration; rows are only added
    code_refs      where a branch or a tag pointed from a moment on; rows are only added
    tokens         who may hand something over, hashed; only `revoked_at` is updated
    handovers      the newest push of each database from inside its project; updated
    deployments    which release runs in an environment from a moment on, as it was told; rows are only added
    revisions      one random name, another one with each row that is written; SQLite alone
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.domain.table_location import TableLocation

FINGERPRINT = String(64)
Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers the rows by itself only in a column of the type INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, with microseconds: aware on the way in and out, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, int: Number, str: Text}  # noqa: RUF012 - SQLAlchemy's own form


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    environment_id: Mapped[int] = mapped_column(ForeignKey("environments.id"))
    number: Mapped[int]
    keyframe: Mapped[int]
    weight: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(FINGERPRINT)
    has_table: Mapped[bool]
    surroundings: Mapped[str | None]
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
    inserted: Mapped[str]


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    environment_id: Mapped[int] = mapped_column(ForeignKey("environments.id"))
    cause: Mapped[str]
    since: Mapped[datetime]
    last_at: Mapped[datetime]
    unseen_from: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class CodeCommitRow(Base):
    """A commit. `parents` are the ids of its nearest stored ancestors, separated by spaces; times keep their offset."""

    __tablename__ = "code_commits"
    __table_args__ = (UniqueConstraint("project", "commit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    commit: Mapped[str] = mapped_column(FINGERPRINT)
    parents: Mapped[str]
    author: Mapped[str]
    authored_at: Mapped[str | None]
    committed_at: Mapped[str | None]
    subject: Mapped[str]
    is_cut: Mapped[bool]
    received_at: Mapped[datetime]


class CodeChangeRow(Base):
    """
    What a commit did to one migration. The changes of a commit are ordered by `position`.

    `excerpt` (JSON) are the lines of a list that was edited, NULL where they are not known.
    """

    __tablename__ = "code_changes"

    commit_id: Mapped[int] = mapped_column(
        ForeignKey("code_commits.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    app_label: Mapped[str]
    name: Mapped[str]
    part: Mapped[str]
    act: Mapped[str]
    other_app_label: Mapped[str | None]
    other_name: Mapped[str | None]
    path: Mapped[str]
    excerpt: Mapped[str | None]


class CodeReadingRow(Base):
    """How the history of the code of a project was read from a moment on: a fingerprint. The newest row counts."""

    __tablename__ = "code_readings"
    __table_args__ = (Index(None, "project"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(FINGERPRINT)
    received_at: Mapped[datetime]


class CodeRefRow(Base):
    """Where a label pointed from a moment on, and the date of that commit. Without a `head` the label was gone."""

    __tablename__ = "code_refs"
    __table_args__ = (Index(None, "project", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    label: Mapped[str]
    kind: Mapped[str]
    head: Mapped[str | None] = mapped_column(FINGERPRINT)
    commit: Mapped[str | None] = mapped_column(FINGERPRINT)
    rank: Mapped[int]
    received_at: Mapped[datetime]
    committed_at: Mapped[str | None]


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


class RevisionRow(Base):
    """
    A random name of all that the store holds, which triggers of every other table replace. SQLite alone.

    On PostgreSQL, where it would make writers wait for each other, it is empty.
    """

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]
