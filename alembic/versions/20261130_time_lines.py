"""
An index by which a time line finds the newest histories of all environments.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

from alembic import op

revision = "7d20c5e8b1f4"
down_revision = "3f8b6d20c4a7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_snapshots_received_at"), "snapshots", ["received_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_snapshots_received_at"), table_name="snapshots")
