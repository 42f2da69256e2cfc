"""
The releases of commits that no label points to, which ways out may need.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "4c7e19a2d5f8"
down_revision = "0b6d91f4ae37"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
Id = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "waypoints",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("commit", Text(), nullable=False),
        sa.Column("release_id", Number, nullable=False),
        sa.Column("reading", Id, nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_waypoints_release_id_releases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waypoints")),
    )
    op.create_index(op.f("ix_waypoints_project"), "waypoints", ["project"])


def downgrade() -> None:
    op.drop_table("waypoints")
