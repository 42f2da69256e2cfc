"""
How the history of the code of each project was read: when that changes, it is read anew.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "b7d2f4c9a510"
down_revision = "e07d5c1b84fa"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
Id = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "code_readings",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("fingerprint", Id, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_readings")),
    )
    op.create_index(op.f("ix_code_readings_project"), "code_readings", ["project"])


def downgrade() -> None:
    op.drop_table("code_readings")
