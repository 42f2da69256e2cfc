"""
The date of the commit that a branch or a tag points to, and how large a release is.

The next `follow` reads the dates of those that are stored, and the next list of releases their sizes.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op

revision = "7a51c0e9d3b8"
down_revision = "9f2c61e8b7a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("code_refs", sa.Column("committed_at", sa.Text(), nullable=True))
    op.add_column("releases", sa.Column("size", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("releases", "size")
    op.drop_column("code_refs", "committed_at")
