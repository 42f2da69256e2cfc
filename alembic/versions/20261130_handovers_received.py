"""
The handovers that were received lately, so that an old one that comes again takes no database back.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "0b6d91f4ae37"
down_revision = "f15b80d2a6c9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handovers", sa.Column("received", Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("handovers", "received")
