"""
The surroundings of a history: where its table lies, and what is beside it.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "e07d5c1b84fa"
down_revision = "c41f0a7d92e3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("snapshots", sa.Column("surroundings", Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("snapshots", "surroundings")
