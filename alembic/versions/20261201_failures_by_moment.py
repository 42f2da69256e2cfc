"""
Indexes by which the failure that lasted at a moment is found: one look for each table, whatever was stored since.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op

revision = "e1b7409c5d26"
down_revision = "7d20c5e8b1f4"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_failures_gaps": sa.text("unseen_from IS NOT NULL"),
    "ix_failures_stretches": sa.text("unseen_from IS NULL"),
}


def upgrade() -> None:
    for name, rows in INDEXES.items():
        op.create_index(
            name, "failures", ["environment_id", "since"], sqlite_where=rows, postgresql_where=rows
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="failures")
