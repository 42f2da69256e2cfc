"""The table that names the state of the whole store."""

from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import Base


class RevisionRow(Base):
    """
    A random name of all that the store holds, which triggers of every other table replace. SQLite alone.

    Those of what is told are no others: no page shows them.

    On PostgreSQL, where it would make writers wait for each other, it is empty.
    """

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]
