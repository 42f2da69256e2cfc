"""
Labels that were removed: a row that says so.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op

revision = "c8e2b6d41f07"
down_revision = "a94c17e0d3b6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("labels", sa.Column("is_removed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("labels", "is_removed")
