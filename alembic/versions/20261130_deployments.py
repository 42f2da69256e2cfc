"""
Deployments, as they were told.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "f15b80d2a6c9"
down_revision = "c8e2b6d41f07"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "deployments",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("slug", Text(), nullable=False),
        sa.Column("number", Number, nullable=False),
        sa.Column("label", Text(), nullable=True),
        sa.Column("commit", Text(), nullable=True),
        sa.Column("deployed_at", Moment, nullable=True),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployments")),
        sa.UniqueConstraint("project", "slug", "number", name=op.f("uq_deployments_project_slug_number")),
    )


def downgrade() -> None:
    op.drop_table("deployments")
