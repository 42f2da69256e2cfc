"""The tables of the history of the code."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import FINGERPRINT, Base


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
