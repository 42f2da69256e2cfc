"""The tables of what is told: the verdicts that count, and the outbox."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import Base


class VerdictRow(Base):
    """The verdict of an environment that counts, and another one that was seen once: a `KnownVerdict`."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("project", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str]
    slug: Mapped[str]
    verdict: Mapped[str | None]
    judged: Mapped[str | None]
    release: Mapped[str]
    label: Mapped[str]
    pending: Mapped[str | None]
    pending_since: Mapped[datetime | None]


class MessageRow(Base):
    """
    A message of a rule, waiting until it has an `outcome`.

    `name` is random: a channel may tell by it that it has the message. It is tried from `next_at` on, and not after
    `until`. While somebody tries it, it is held by `held_by` until `held_until`. `picture` is a PNG.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("name"), Index(None, "outcome", "next_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rule: Mapped[str]
    content: Mapped[str]
    picture: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    until: Mapped[datetime]
    is_digest: Mapped[bool]
    tries: Mapped[int]
    problem: Mapped[str]
    held_by: Mapped[str | None]
    held_until: Mapped[datetime | None]
    outcome: Mapped[str | None]
    ended_at: Mapped[datetime | None]
