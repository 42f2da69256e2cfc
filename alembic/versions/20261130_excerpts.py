"""
The lines of a list that a commit edited, beside the change. The next `follow` reads them: it reads the history anew.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "4e8a17c3b0d5"
down_revision = "4c7e19a2d5f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("code_changes", sa.Column("excerpt", Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("code_changes", "excerpt")
