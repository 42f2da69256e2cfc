"""
What is known of the tables and columns of a release, beside its content.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "9f2c61e8b7a4"
down_revision = "4e8a17c3b0d5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("releases", sa.Column("schema", Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("releases", "schema")
