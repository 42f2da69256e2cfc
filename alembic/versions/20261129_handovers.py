"""
The newest push of each database from inside its project.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "a94c17e0d3b6"
down_revision = "5d0e83c6f1b2"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("slug", Text(), nullable=False),
        sa.Column("alias", Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("sent_at", Moment, nullable=False),
        sa.Column("reporter", Text(), nullable=False),
        sa.Column("label", Text(), nullable=True),
        sa.Column("commit", Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("project", "slug", "alias", name=op.f("uq_handovers_project_slug_alias")),
    )


def downgrade() -> None:
    op.drop_table("handovers")
