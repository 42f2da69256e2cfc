"""
Tokens with which programs hand something over.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "5d0e83c6f1b2"
down_revision = "d3a90c5e7f12"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", Number, nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("environment", Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("note", Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("name", name=op.f("uq_tokens_name")),
    )
    op.create_index(op.f("ix_tokens_project"), "tokens", ["project"])


def downgrade() -> None:
    op.drop_table("tokens")
