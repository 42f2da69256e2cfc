"""
What a token is for: to push, as all did before, or to read.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "91d3f6a07c2e"
down_revision = "c5d84e07b19f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("purpose", Text(), nullable=False, server_default="push"))


def downgrade() -> None:
    op.drop_column("tokens", "purpose")
